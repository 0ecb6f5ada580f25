"""The nodes of a demonstration: who each is, where it lives, and the environment its processes get."""

import json
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mithaq.commands.environment import FILE, read_file, write_file

FOLDER = Path(__file__).parent
SETTINGS = "mithaq.demo.settings"
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Node:
    """One authority's node: `port` serves officers, `line_port` is where its partner delivers to."""

    authority: str
    name: str
    zone: str
    service: str
    names: Mapping[str, str]
    city: Mapping[str, str]
    supervisor: Mapping[str, str]
    home: Path
    port: int
    line_port: int

    @property
    def host(self) -> str:
        """The name browsers use: cookies ignore ports, so each node has a name of its own."""
        return f"{self.name}.localhost"

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}/"

    @property
    def card_address(self) -> str:
        """Where partners deliver to: the end of the line, which can be cut."""
        return f"http://{LOOPBACK}:{self.line_port}"

    def make_home(self) -> None:
        """The node's home with its secrets, if there is none yet."""
        if not (self.home / FILE).exists():
            hosts = f"{self.host},{LOOPBACK},localhost"
            supervisor = {
                f"MITHAQ_SUPERVISOR_{language.upper()}": name for language, name in self.supervisor.items()
            }
            write_file(self.home, self.authority, MITHAQ_HOSTS=hosts, MITHAQ_PLAIN_HTTP="1", **supervisor)

    def environment(self, nodes: Iterable["Node"]) -> dict[str, str]:
        """What the node's processes find in their environment: this machine's, and the node's own."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("MITHAQ_")}
        facts = [{"authority": node.authority, "url": node.url, "city": dict(node.city)} for node in nodes]
        return inherited | read_file(self.home / FILE) | {
            "MITHAQ_HOME": str(self.home.resolve()),
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "MITHAQ_DEMO_NODES": json.dumps(facts),
        }  # fmt: skip


def described(name: str) -> dict[str, Any]:
    """A data file of the demonstration."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def nodes(home: Path, port: int) -> tuple[Node, ...]:
    """The nodes below a demo's home; officers' ports count up from `port`, the lines' ports follow."""
    facts = described("nodes")
    return tuple(
        Node(
            authority=authority,
            name=said["name"],
            zone=said["zone"],
            service=said["service"],
            names=said["names"],
            city=said["city"],
            supervisor=said["supervisor"],
            home=home / said["name"],
            port=port + number,
            line_port=port + len(facts) + number,
        )
        for number, (authority, said) in enumerate(facts.items())
    )
