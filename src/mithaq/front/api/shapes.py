"""Shapes: what the API answers. The same data as in exported files (`web.exports.data`)."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class ProblemInWords(BaseModel):
    """One thing wrong, or doubtful, with what was said."""

    code: str
    path: list[str]
    soft: bool = Field(description="doubtful: passed with `weighed`")
    detail: str


class Refused(BaseModel):
    """Why something was refused; nothing was changed (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: str = Field(description="stable: see docs/reference/errors.md")
    problems: list[ProblemInWords] | None = None


class InThree(BaseModel):
    """Words in the three languages."""

    ar: str
    fr: str
    en: str


class StepInWords(BaseModel):
    """A step of a kind. `yours`: this officer holds a function that takes it."""

    name: str
    words: InThree
    opens: bool
    two_persons: bool
    yours: bool


class StageInWords(BaseModel):
    """A stage of a matter."""

    name: str
    words: InThree
    final: bool


class KindInWords(BaseModel):
    """A field of cooperation, as it is declared."""

    name: str
    edition: int
    mark: str
    words: InThree
    stages: list[StageInWords]
    steps: list[StepInWords]


class Kinds(BaseModel):
    """Every kind this node knows."""

    kinds: list[KindInWords]


class Row(BaseModel):
    """A matter as a list shows it."""

    reference: str
    kind: str
    stage: str
    title: str
    opener: str
    parties: list[str]
    waits_for: list[str]
    due_at: str | None
    late_from: str | None
    opened_at: str
    moved_at: str
    urgency: str
    sensitivity: str
    columns: dict[str, Any]


class Listed(BaseModel):
    """A page of a list. `counted` stops at 1000; `next` is where the next page begins, empty on the last."""

    matters: list[Row]
    counted: int
    more: bool
    next: str


class Open(BaseModel):
    """A step that is open to this officer now, about which item."""

    step: str
    item: str


class Owed(BaseModel):
    """What is or was owed."""

    duty: str
    item: str
    owed_by: str
    due_at: str | None
    done_at: str | None
    no_longer_owed: bool


class Matter(BaseModel):
    """A matter: where it stands, what is owed, what this officer may do now."""

    id: str
    reference: str
    kind: str
    edition: int
    title: str
    stage: str
    opener: str
    parties: list[str]
    waits_for: list[str]
    opened_at: str
    moved_at: str
    urgency: str
    sensitivity: str
    entries: int
    duties: list[Owed]
    open: list[Open]


class Entry(BaseModel):
    """One entry of a timeline."""

    id: str
    step: str
    author: str
    to: list[str]
    at: str
    kept_at: str
    function: str
    handling: list[str]
    basis: str
    reached: str
    counts: bool
    set_aside: str
    body: str = Field(description="open, erased, withheld or none")
    says: dict[str, Any]
    not_understood: list[str]


class Timeline(BaseModel):
    """A page of a timeline, the oldest first."""

    reference: str
    entries: list[Entry]
    next: str


class Begins(BaseModel):
    """What the form of a step begins with, where the matter stands."""

    step: str
    item: str
    values: dict[str, Any]


class Drafted(BaseModel):
    """What became of a draft. `refused` is why it cannot be stated now, `problems` what is wrong with it."""

    draft: str
    kind: str
    step: str
    state: str
    digest: str
    two_persons: bool
    refused: ProblemInWords | None
    problems: list[ProblemInWords]


class DraftRow(BaseModel):
    """A draft as a list shows it."""

    draft: str
    kind: str
    step: str
    matter: str
    state: str
    made_at: str
    changed_at: str


class DraftsListed(BaseModel):
    """This officer's open drafts, the last changed first."""

    drafts: list[DraftRow]
    next: str


class DraftRead(Drafted):
    """A draft with what it says."""

    matter: str
    item: str
    parties: list[str]
    to: list[str] | None
    handling: list[str]
    basis: str
    values: dict[str, Any]
    remark: str
    made_at: str
    changed_at: str


class Submitting(BaseModel):
    """Handing a draft over. `weighed`: somebody has weighed what is doubtful."""

    weighed: bool = False


class Searching(BaseModel):
    """Whom the register is searched for, for which case and why; at least a name or a document."""

    model_config = ConfigDict(extra="forbid", strict=True)
    name: str = Field("", max_length=240, description="in any script")
    also: str = Field("", max_length=240, description="the same name, written otherwise")
    born: str = Field("", max_length=24, description="1984-06-24, 1984-06, 1984, 198X or day first")
    sex: Literal["", "F", "M"] = ""
    document: str = Field("", max_length=60)
    country: str = Field("", max_length=2, description="of the document, as ISO 3166 has it")
    source: str = Field("", max_length=64, description="the list")
    sort: Literal["", "person", "organisation"] = ""
    at_least: Literal["", "likely", "possible", "weak"] = Field("", description="the lowest band shown")
    case: str = Field(min_length=3, max_length=40, description="goes into the log: never a name")
    reason: str = Field(min_length=10, max_length=500, description="offence, role of the person and aim")


class ReasonInWords(BaseModel):
    """One thing that speaks for or against, in the language asked for."""

    code: str
    speaks: str = Field(description="for, against or neither")
    strength: str
    detail: str


class RecordInShort(BaseModel):
    """A record of the register that officers hold to be the same human as a candidate."""

    record: str
    source: str = Field(description="the list")
    reference: str
    names: list[str]


class CandidateFound(BaseModel):
    """Somebody on a list who may be meant. `others`: as many more are of the same band."""

    record: str
    source: str = Field(description="the list")
    reference: str
    category: str
    sort: str
    names: list[str]
    born: list[str]
    sex: str
    documents: list[str]
    band: str
    others: int
    same_person: list[RecordInShort] = Field(description="records that officers linked with this one")
    reasons: list[ReasonInWords]


class Searched(BaseModel):
    """At most 50 candidates, the likeliest first; none does not mean that nobody is known."""

    candidates: list[CandidateFound]
    note: str


class CodeInWords(BaseModel):
    """A code and its sentence; facts stand between braces."""

    code: str
    sentences: InThree
