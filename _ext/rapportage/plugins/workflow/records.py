"""The records of the workflow: its steps, in their order, and the decisions on them."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from rapportage import inline, textfile
from rapportage.kinds import Kind
from rapportage.problems import Problem, nearest
from rapportage.schema import Finding, PartialDate, Record, Text, pattern_in_words, reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rapportage.store import Store

#: The digest of what was approved, or of a decision. One of 32 characters is of an older version.
DIGEST = pattern_in_words(r"^([0-9a-f]{64}|[0-9a-f]{32})$", "is not a digest; `rapportage approve` writes it")
#: A public key as OpenSSH writes it, without a comment (https://man.openbsd.org/sshd.8#AUTHORIZED_KEYS_FILE_FORMAT).
PUBLIC_KEY = pattern_in_words(
    r"^(ssh-ed25519|sk-ssh-ed25519@openssh\.com|ecdsa-sha2-nistp(256|384|521)|sk-ecdsa-sha2-nistp256@openssh\.com|ssh-rsa) "
    r"[A-Za-z0-9+/]{40,2000}={0,3}$",
    'is not a public key; write the first two words of the file that ends in .pub, such as "ssh-ed25519 AAAA…"',
)

#: The longest reference to where a decision is found (characters).
MAX_REFERENCE = 200

#: What the whole of an edition rests on. A part that no step names belongs to the last one.
Part = Literal["bibliography", "translations", "look", "templates", "settings", "engine", "packages", "workflow"]


class Step(Record, frozen=True, kw_only=True, rename={"besides": "except"}):
    """A step of the workflow: what is decided on, and by whom."""

    name: Annotated[Text, Meta(description="Waarover wordt beslist")]
    role: Annotated[Text, Meta(description="Wie beslist: een functie, geen naam")]
    files: Annotated[
        tuple[str, ...],
        Meta(
            description="De bestanden waar de stap over gaat, als patronen zoals docs/rapportage/**/*.md; "
            "wat een pagina daarvan noemt, zoals een afbeelding, hoort er vanzelf bij"
        ),
    ] = ()
    besides: Annotated[tuple[str, ...], Meta(description="Patronen van bestanden die er niet bij horen")] = ()
    records: Annotated[tuple[str, ...], Meta(description="De soorten records waar de stap over gaat")] = ()
    parts: Annotated[
        tuple[Part, ...],
        Meta(
            description="Wat van de hele uitgave bij de stap hoort: bibliography, translations, look, templates, settings "
            "(conf.py), engine (het programma), packages, workflow; wat geen stap noemt, hoort bij de laatste"
        ),
    ] = ()
    includes: Annotated[
        tuple[Annotated[str, reference("step")], ...],
        Meta(description="Eerdere stappen waarvan alles hier ook bij hoort"),
    ] = ()
    signed: Annotated[bool, Meta(description="true: zonder handtekening geldt een akkoord niet")] = False
    keys: Annotated[
        tuple[Annotated[str, Meta(pattern=PUBLIC_KEY)], ...],
        Meta(description="Publieke SSH-sleutels waarmee een akkoord op deze stap wordt ondertekend"),
    ] = ()

    def check(self) -> Iterable[Finding]:
        for field, patterns in (("files", self.files), ("except", self.besides)):
            for at, pattern in enumerate(patterns):
                path = PurePosixPath(pattern)
                if not path.parts or path.is_absolute() or ".." in path.parts or "\\" in pattern:
                    yield Finding((field, at), f'"{pattern}" is no pattern of files in this project, such as docs/nota/*.md')
        if not (self.files or self.records or self.parts or self.includes):
            yield Finding((), 'this step covers nothing; give "files", "records", "parts" or "includes"', of_key=True)
        if self.signed and not self.keys:
            yield Finding(("signed",), 'nobody can sign this step; give "keys" with the public keys of who decides')

    @property
    def decider(self) -> str:
        """Who decides, as it stands in a decision."""
        return inline.plain(self.role.nl)


class Approval(Record, frozen=True, kw_only=True):
    """A decision on a step. ``rapportage approve`` writes it; the latest of a step counts."""

    step: Annotated[Annotated[str, reference("step")], Meta(description="De stap waarop is beslist")]
    role: Annotated[str, Meta(description="Wie besliste: een functie, geen naam", min_length=1)]
    date: Annotated[PartialDate, Meta(description="Datum van het besluit: een dag")]
    reference: Annotated[
        str,
        Meta(description="Waar het besluit te vinden is, zoals een zaaknummer", min_length=1, max_length=MAX_REFERENCE),
    ]
    digest: Annotated[str, Meta(description="Kenmerk van precies wat is goedgekeurd", pattern=DIGEST)]
    previous: Annotated[
        Annotated[str, Meta(pattern=DIGEST)] | None,
        Meta(description="Kenmerk van het besluit dat hiervoor is genomen; het eerste heeft er geen"),
    ] = None
    signed: Annotated[bool, Meta(description="true: de handtekening staat in de map approvals/")] = False

    def check(self) -> Iterable[Finding]:
        if self.date.day is None:
            yield Finding(("date",), f"{self.date} is not a day; a decision is taken on one, such as {self.date.last_day}")
        if message := wrong_reference(self.reference):
            yield Finding(("reference",), message)


def wrong_reference(words: str) -> str:
    """What is wrong with the place where a decision is found; empty if nothing is."""
    if not words.split():
        return "it is empty; name where the decision is found"
    if character := textfile.unseen(words):
        return textfile.told(character)
    if len(words) > MAX_REFERENCE:
        return f"it is longer than {MAX_REFERENCE} characters"
    return ""


def latest(store: Store, step: str) -> Approval | None:
    """The decision on a step that counts; None if there is none."""
    decisions = (store.get("approval", each) for each in reversed(store.ids("approval")))
    return next((each for each in decisions if each.step == step), None)  # type: ignore[return-value, union-attr]


def wrong_decisions(store: Store) -> Iterator[Problem]:
    """The problems of decisions that a new decision does away with."""
    for each in store.records("approval"):
        for finding in _by_whom(each, store):  # type: ignore[arg-type]
            yield Problem(store.place("approval", each.id, finding.keys), finding.message)


def _by_whom(approval: Approval, store: Store) -> Iterator[Finding]:
    """Whether the latest decision on a step is by who decides on it. In earlier ones a role may have had another name."""
    step: Step | None = store.get("step", approval.step)  # type: ignore[assignment]
    if step is not None and approval.role != step.decider and latest(store, step.id) is approval:
        yield Finding(("role",), f'step "{step.id}" is decided on by "{step.decider}", not by "{approval.role}"')


def _kinds_exist(step: Step, store: Store) -> Iterator[Finding]:
    for at, kind in enumerate(step.records):
        if kind not in store.kinds:
            yield Finding(("records", at), f'unknown kind "{kind}"{nearest(kind, store.kinds)}')
        elif kind == "approval":
            yield Finding(("records", at), "a decision is not part of what is decided on")


def _includes_earlier_steps(step: Step, store: Store) -> Iterator[Finding]:
    order = store.ids("step")
    for at, each in enumerate(step.includes):
        if each in order and order.index(each) >= order.index(step.id):
            yield Finding(("includes", at), f'step "{each}" does not come before this one')


KINDS = (
    Kind("step", "workflow", Step, title="", rules=(_kinds_exist, _includes_earlier_steps), internal=True),
    Kind("approval", "approvals", Approval, title="", rules=(_by_whom,), beside=("*.json", "*.sig"), internal=True),
)
