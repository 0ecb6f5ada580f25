"""What only the demonstration says: its own words, not the product's."""

from functools import cache

from mithaq.demo.nodes import described
from mithaq.pact.rules.words import Words


@cache
def words() -> dict[str, Words]:
    """Every sentence by name."""
    return {name: Words(**said) for name, said in described("words").items()}
