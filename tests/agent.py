"""A process inside a node's environment that acts as its officers: one JSON line in, one out.

Started by `tests/two_nodes.py`. A refusal is an answer ({"refused": code}); only our own mistakes are
failures.
"""

import json
import sys
import traceback


def main() -> None:
    """Answer until the input ends."""
    from mithaq.commands.environment import start_django
    from mithaq.front.config.collecting import collect_seldom

    start_django()
    collect_seldom()
    from django.db import close_old_connections

    from mithaq.pact.errors import MithaqError
    from tests import acts, kills

    def _act(name: str):
        return getattr(acts, name, None) or getattr(kills, name)

    answers = sys.stdout
    sys.stdout = sys.stderr
    for line in sys.stdin:
        asked = json.loads(line)
        close_old_connections()
        try:
            answer = {"done": _act(asked["act"])(**asked["parts"])}
        except MithaqError as error:
            answer = {"done": {"refused": error.code, "facts": error.facts}}
        except Exception:
            answer = {"failed": traceback.format_exc()}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
