"""`kartlegging publish`: a form is published under its version, after all that it means has been said."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.diff import add_accept_loss, add_counting, safe
from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.language import _, plural

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands
    from kartlegging_tui.services.publishing import Plan, Publishing


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "publish", run, _("publish a form under its version, which then never changes"))
    add_who_and_why(parser)
    add_accept_loss(parser)
    parser.add_argument("--yes", action="store_true", help=_("do not ask first"))


def add_who_and_why(parser: ArgumentParser) -> None:
    """The form, `--why`, `--by` and the database."""
    parser.add_argument("form", metavar="FORM", help=_("a file, or the id of a form"))
    parser.add_argument("--why", required=True, metavar="TEXT", help=_("why; it is kept in the history"))
    parser.add_argument("--by", metavar="NAME", help=_("who; else the name you are logged in with"))
    add_counting(parser)


def run(arguments: Namespace) -> int:
    """0; 1 where the form may not be published; 2 where there is no such form, or nobody can be asked."""
    return with_publishing(arguments, lambda publishing, form: _publish(publishing, form, arguments))


def with_publishing(arguments: Namespace, do: Callable[[Publishing, str], int]) -> int:
    """Does something to the form that is named; what goes wrong is said. The exit code."""
    from kartlegging_tui.command_line.forms import form_file
    from kartlegging_tui.records.errors import RecordsError
    from kartlegging_tui.services.publishing import CannotPublish

    if not arguments.why.strip():
        print(_("Say why: it is what the history is for."), file=sys.stderr)
        return 2
    file = form_file(arguments.form)
    if file is None:
        return 2
    try:
        with _publishing(arguments) as publishing:
            return do(publishing.of_file(file), file.stem)
    except CannotPublish as error:
        print(safe(str(error)), file=sys.stderr)
    except RecordsError as error:
        print(safe(str(error)), file=sys.stderr)
    return 1


@contextmanager
def _publishing(arguments: Namespace) -> Iterator[Publishing]:
    """In the folder alone; or in the database that is named too, where the user must be one who keeps the forms."""
    import getpass

    from kartlegging_tui.definitions.library import library
    from kartlegging_tui.services.clock import now
    from kartlegging_tui.services.publishing import CannotPublish, Publishing

    if not arguments.named_database and not arguments.demo:
        yield Publishing(library(), None, arguments.by or getpass.getuser(), now)
        return
    from kartlegging_tui.command_line.records import open_desk
    from kartlegging_tui.domain.people import Role
    from kartlegging_tui.services.desk import NotAllowed
    from kartlegging_tui.services.desks import open_demo

    arguments.database = arguments.named_database
    desk = open_demo(role=Role.ADMIN) if arguments.demo else open_desk(arguments)
    try:
        yield desk.publishing(arguments.by)
    except NotAllowed:
        raise CannotPublish(_("Only whoever keeps the forms (administrator) publishes in a database.")) from None
    finally:
        desk.close()


def _publish(publishing: Publishing, form: str, arguments: Namespace) -> int:
    plan = publishing.plan(form, arguments.accept_loss)
    for line in plan_lines(plan):
        print(safe(line))
    if plan.nothing_new:
        return 0
    if not plan.allowed or plan.questionnaire is None:
        return 1
    name = f"{form} {plan.questionnaire.version}"
    if not arguments.yes:
        if not sys.stdin.isatty():
            print(_("Nobody can be asked here. Say --yes to publish."), file=sys.stderr)
            return 2
        answer = input(_("Publish {name}? It can never be changed afterwards. [y/N] ").format(name=name))
        if answer.strip().lower() not in (_("y").lower(), _("yes").lower()):
            print(_("Nothing was published."))
            return 1
    publishing.publish(plan, arguments.why)
    print(_("{name} is published.").format(name=name))
    return 0


def plan_lines(plan: Plan) -> Iterator[str]:
    """All that publishing would mean, and why it may not be done."""
    from kartlegging_tui.services.difference_words import filled_words, lines, told
    from kartlegging_tui.services.refusal_words import refusal_words

    for finding in plan.findings:
        yield str(finding)
    failed = [result for result in plan.scenarios if not result.passed]
    for result in failed:
        yield from (str(each) for each in result.differences)
    if plan.scenarios:
        count = len(plan.scenarios) - len(failed)
        yield plural("{count} scenario as expected.", "{count} scenarios as expected.", count).format(count=count)
    new, published = plan.questionnaire, plan.published
    if new is not None and plan.nothing_new:
        yield _("{form} {version} is published already, and nothing has changed since.").format(
            form=plan.form, version=new.version
        )
    elif new is not None and plan.as_published:
        yield _("{form} {version} is as it was published.").format(form=plan.form, version=new.version)
    elif new is not None and published is not None:
        yield f"{plan.form} {published.version} → {new.version}"
        yield from lines(told(plan.changes, plan.touches, plan.counts))
        if plan.filled is not None:
            yield filled_words(plan.filled)
    elif new is not None and plan.first:
        yield _("{form} {version} is the first version to be published.").format(form=plan.form, version=new.version)
    for refusal in plan.refusals:
        yield f"✗ {refusal_words(refusal)}"
