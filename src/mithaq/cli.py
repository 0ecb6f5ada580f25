"""`mithaq`: a node from the command line, and what anyone can check without one.

Exit status: 0 done, or the proof or paper stands; 1 refused, or it is broken; 2 wrong usage; 3 a proof
or paper that is consistent but whose authorities nobody vouches for. Every command that concerns a node
reads the environment described in docs/reference/settings.md; `--home DIR` reads DIR/node.env first.
"""

import argparse
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from mithaq.commands import compare, enrol, names, prepare, refusals, search
from mithaq.commands.environment import adopt

LANGUAGES = ("ar", "fr", "en")
Options = argparse.Namespace
Run = Callable[[Options], int]


def main(argv: list[str] | None = None) -> int:
    """Run one command. Exit status: see above."""
    options = parser().parse_args(argv)
    try:
        adopt(getattr(options, "home", None))
        return int(options.run(options))
    except Exception as error:
        if (status := refusals.told(error)) is None:
            raise
        return status


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    whole = argparse.ArgumentParser(prog="mithaq", description=(__doc__ or "").partition("\n")[0])
    whole.add_argument("--version", action="version", version=f"%(prog)s {_version()}")
    commands = Commands(whole)
    for add in (
        _demo,
        _serve,
        _deliver,
        prepare.add,
        _enrol,
        enrol.add_readmit,
        _keys,
        _card,
        _pair,
        _import,
        search.add_search,
        compare.add,
        _verify,
        names.add_match,
        _names,
        _prove,
        _publish,
        _carry,
        _rebuild,
    ):
        add(commands)
    return whole


def _version() -> str:
    """What is installed. The demonstration of a fresh clone starts from its files before anything is."""
    try:
        return version("mithaq")
    except PackageNotFoundError:
        return "(from its files)"


class Commands:
    """Collects the commands; each has the options that belong to all of its group."""

    def __init__(self, parser: argparse.ArgumentParser, title: str = "COMMAND") -> None:
        self._below = parser.add_subparsers(required=True, metavar=title)

    def add(
        self, name: str, told: str, run: Run | None = None, *, of_a_node: bool = True
    ) -> argparse.ArgumentParser:
        """A command; those of a node know `--home`."""
        made = self._below.add_parser(name, help=told, description=told)
        if of_a_node:
            made.add_argument("--home", type=Path, help="the node's home; its node.env is read first")
        if run:
            made.set_defaults(run=run)
        return made


def _demo(commands: Commands) -> None:
    demo = commands.add(
        "demo", "two paired nodes with invented matters, on this machine alone", run_demo, of_a_node=False
    )
    demo.add_argument(
        "--home", type=Path, default=Path(".demo"), help="where the demo lives (default: .demo)"
    )
    demo.add_argument("--port", type=int, default=8410, help="Rabat's port; Paris has the next one")
    demo.add_argument("--fresh", action="store_true", help="throw the demo's matters away and make them anew")
    demo.add_argument("--make-only", action="store_true", help="make the nodes and their matters, and end")


def _verify(commands: Commands) -> None:
    verify = commands.add(
        "verify",
        "check an exported proof or a signed PDF; needs no node and no network",
        run_verify,
        of_a_node=False,
    )
    verify.add_argument("file", type=Path, help="the proof file, or the PDF")
    verify.add_argument(
        "--trust",
        type=Path,
        action="append",
        default=[],
        metavar="CARD",
        help="an authority card you compared yourself",
    )
    verify.add_argument(
        "--certificate",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="of a PDF: a certificate you know whose it is (a head's own, or an authority's)",
    )
    _json(verify)


def _enrol(commands: Commands) -> None:
    first = commands.add(
        "enrol", "the first administrator of a new node, who enrols everybody else", run_enrol
    )
    first.add_argument("username")
    first.add_argument("--family-name", required=True)
    first.add_argument("--given-name", required=True)
    first.add_argument("--language", choices=LANGUAGES, default="fr")


def _serve(commands: Commands) -> None:
    serve = commands.add(
        "serve", "the web server: officers' pages, and the address partners deliver to", run_serve
    )
    serve.add_argument("--listen", default="127.0.0.1:8000", metavar="HOST:PORT")
    serve.add_argument("--threads", type=int, default=4, help="requests answered at once by a process")
    serve.add_argument("--processes", type=int, default=1)


def _deliver(commands: Commands) -> None:
    deliver = commands.add(
        "deliver", "the worker: sends what waits, sequences the logs, exchanges checkpoints", run_deliver
    )
    deliver.add_argument("--once", action="store_true", help="do what is due now, then end")


def _keys(commands: Commands) -> None:
    group = Commands(commands.add("keys", "this authority's own keys", of_a_node=False))
    make = group.add("make", "make the first keys and card", run_keys_make)
    for language in LANGUAGES:
        make.add_argument(f"--name-{language}", required=True, help="the authority's name in this language")
    make.add_argument("--zone", required=True, help="its time zone, for instance Africa/Casablanca")
    make.add_argument("--address", default="", help="where partners reach it; none if files are carried")
    show = group.add("show", "the keys there are, without their secrets", run_keys_show)
    rotate = group.add("rotate", "make the next keys; they sign after the hand-over", run_keys_rotate)
    rotate.add_argument("--hand-over", type=int, default=7, metavar="DAYS")
    certificate = group.add(
        "certificate", "the certificate that signs papers; made if there is none", run_keys_certificate
    )
    certificate.add_argument("--new", action="store_true", help="make another one, which signs from now on")
    for each in (make, show, rotate, certificate):
        _json(each)


def _card(commands: Commands) -> None:
    card = commands.add("card", "our card, as partners are given it", run_card)
    card.add_argument("--next", action="store_true", help="the card of the keys that sign next")
    card.add_argument("--voucher", type=Path, help="write our present key's word for the card to this file")
    _json(card)


def _pair(commands: Commands) -> None:
    group = Commands(
        commands.add("pair", "trust a partner's card: two officers and a telephone", of_a_node=False)
    )
    take_in = group.add("import", "take in a partner's card", run_pair_import)
    take_in.add_argument("card", type=Path)
    compare = group.add("compare", "compare the phrase with the partner's officer", run_pair_compare)
    compare.add_argument("--language", choices=LANGUAGES, default="fr")
    confirm = group.add("confirm", "confirm, as a second officer", run_pair_confirm)
    for each in (compare, confirm):
        each.add_argument("authority")
    for each in (take_in, compare, confirm):
        each.add_argument(
            "--officer", required=True, metavar="USERNAME", help="who acts; the password is asked for"
        )


def _import(commands: Commands) -> None:
    bring_in = commands.add("import", "bring a list of persons into the national register", run_import)
    bring_in.add_argument("file", type=Path)
    bring_in.add_argument(
        "--format", choices=("csv", "ftm", "un"), default="", help="default: by the file's ending"
    )
    bring_in.add_argument("--source", default="", help="the list the persons stand on")
    bring_in.add_argument(
        "--officer", required=True, metavar="USERNAME", help="who acts; the password is asked for"
    )
    _json(bring_in)


def _names(commands: Commands) -> None:
    names.add_names(Commands(commands.add("names", "files of names; needs no node", of_a_node=False)))


def _prove(commands: Commands) -> None:
    prove = commands.add(
        "prove", "write the evidence of a matter into a file that `verify` checks", run_prove
    )
    prove.add_argument("reference", help="the matter's reference, such as MA-INQ-2026-00012")
    prove.add_argument("file", type=Path)


def _publish(commands: Commands) -> None:
    publish = commands.add(
        "publish", "write the published communiqués as pages and a feed for any web server", run_publish
    )
    publish.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="where the files go")


def _carry(commands: Commands) -> None:
    group = Commands(commands.add("carry", "envelopes as files, where no line may be used", of_a_node=False))
    out = group.add("out", "write what waits for a partner into a folder", run_carry_out)
    out.add_argument("authority")
    carry_in = group.add("in", "take in what a partner sent on a stick", run_carry_in)
    for each in (out, carry_in):
        each.add_argument("folder", type=Path)
        _json(each)


def _rebuild(commands: Commands) -> None:
    rebuild = commands.add(
        "rebuild", "empty the readings and the index of names, and fill them again", run_rebuild
    )
    rebuild.add_argument("--names", action="store_true", help="the index of the register's names alone")
    _json(rebuild)


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="for machines")


# Each runs in a module of its own, so that `verify` never loads a node.


def run_demo(options: Options) -> int:
    from mithaq.demo import run

    return run.demo(options.home, port=options.port, fresh=options.fresh, make_only=options.make_only)


def run_verify(options: Options) -> int:
    from mithaq.commands import verify, verify_paper

    if verify_paper.is_paper(options.file):
        return verify_paper.verify(options.file, options.trust, options.certificate, as_json=options.json)
    return verify.verify(options.file, options.trust, as_json=options.json)


def run_enrol(options: Options) -> int:
    called = {"family_name": options.family_name, "given_name": options.given_name}
    return enrol.enrol(options.username, {**called, "language": options.language})


def run_serve(options: Options) -> int:
    from mithaq.commands import serve

    return serve.serve(options.listen, threads=options.threads, processes=options.processes)


def run_deliver(options: Options) -> int:
    from mithaq.commands import deliver

    return deliver.deliver(once=options.once)


def run_keys_make(options: Options) -> int:
    from mithaq.commands import keys

    named = {language: getattr(options, f"name_{language}") for language in LANGUAGES}
    return keys.make(names=named, zone=options.zone, address=options.address, as_json=options.json)


def run_keys_show(options: Options) -> int:
    from mithaq.commands import keys

    return keys.show(as_json=options.json)


def run_keys_rotate(options: Options) -> int:
    from mithaq.commands import keys

    return keys.rotate(days=options.hand_over, as_json=options.json)


def run_keys_certificate(options: Options) -> int:
    from mithaq.commands import keys

    return keys.certificate(new=options.new, as_json=options.json)


def run_card(options: Options) -> int:
    from mithaq.commands import keys

    return keys.card(following=options.next, voucher=options.voucher, as_json=options.json)


def run_pair_import(options: Options) -> int:
    from mithaq.commands import pair

    return pair.take_in(options.card, username=options.officer)


def run_pair_compare(options: Options) -> int:
    from mithaq.commands import pair

    return pair.compare(options.authority, username=options.officer, language=options.language)


def run_pair_confirm(options: Options) -> int:
    from mithaq.commands import pair

    return pair.confirm(options.authority, username=options.officer)


def run_import(options: Options) -> int:
    from mithaq.commands import bring_in

    return bring_in.bring_in(
        options.file, options.format, source=options.source, username=options.officer, as_json=options.json
    )


def run_publish(options: Options) -> int:
    from mithaq.commands.publish import publish

    return publish(options.to)


def run_prove(options: Options) -> int:
    from mithaq.commands import prove

    return prove.prove(options.reference, options.file)


def run_carry_out(options: Options) -> int:
    from mithaq.commands import carry

    return carry.out(options.authority, options.folder, as_json=options.json)


def run_carry_in(options: Options) -> int:
    from mithaq.commands import carry

    return carry.take_in(options.folder, as_json=options.json)


def run_rebuild(options: Options) -> int:
    from mithaq.commands import rebuild

    return rebuild.rebuild(names_only=options.names, as_json=options.json)
