"""Refusals of the plan's room: a table that cannot be brought in. Facts never hold what a cell said."""

from mithaq.pact.errors import MithaqError


class PlanFileError(MithaqError):
    """A file cannot be brought into a plan. Nothing was proposed."""


class TableTooLarge(PlanFileError):
    """Facts: most (in MiB)."""

    code = "plan.table-too-large"


class NotATable(PlanFileError):
    """It is neither CSV nor a spreadsheet that can be read."""

    code = "plan.not-a-table"


class ColumnsMissing(PlanFileError):
    """Facts: columns."""

    code = "plan.columns-missing"


class NoLines(PlanFileError):
    """There is a heading at most."""

    code = "plan.no-lines"


class TooManyLines(PlanFileError):
    """Facts: most."""

    code = "plan.too-many-lines"


class PreviewTooOld(PlanFileError):
    """What was previewed is of another plan or officer, too long ago, or not as the page had it."""

    code = "plan.preview-too-old"
