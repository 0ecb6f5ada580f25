"""The words all sides agreed on: one TOML file a list, labelled in Arabic, French and English.

A value is what travels and is never deleted or reused; a label only decorates it.
"""

from mithaq.pact.codes.code_list import Code, CodeList, code_list, names

__all__ = ["Code", "CodeList", "code_list", "names"]
