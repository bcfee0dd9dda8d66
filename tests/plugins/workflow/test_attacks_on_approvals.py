"""Attempts to get an edition published that nobody approved: each is seen, and said in one line."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
from approved import approve_all, reasons, states

from rapportage import clock
from rapportage.cli import project
from rapportage.plugins.workflow import history, manifest
from rapportage.plugins.workflow.records import Approval

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from published import Edition

FILE = "data/approvals.yaml"
STEPS = ("inhoud", "bijlage", "publicatie")


def manifest_of(edition: Edition, step: str) -> Path:
    return edition.folder / f"data/approvals/{step}-1.json"


def rewritten(edition: Edition, change: Callable[[list[Approval]], list[Approval]], *, chained: bool = True) -> None:
    """Write the file of decisions anew, after *change*; *chained* as a forger who knows how would, manifests and all."""
    store = project.load(edition.folder).store()
    every: list[Approval] = [*store.records("approval")]  # type: ignore[list-item]
    digests = {each.id: each.digest for each in every}
    text, before = "", None
    for each in change(every):
        if chained:
            previous = history.digest_of(before) if before else None
            each = forged(edition, msgspec.structs.replace(each, previous=previous), digests)  # noqa: PLW2901
        before = each
        plain = {
            name: value for name, value in msgspec.to_builtins(each, enc_hook=str).items() if value not in {None, False}
        }
        text += f"{each.id}: {json.dumps({name: value for name, value in plain.items() if name != 'id'})}\n"
    edition[FILE] = text


def forged(edition: Edition, decision: Approval, digests: dict[str, str]) -> Approval:
    """A decision with a manifest that says the same, unless it says that it is of something else."""
    path = edition.folder / f"data/approvals/{decision.id}.json"
    if decision.digest != digests[decision.id] or not path.is_file():
        return decision
    kept = msgspec.json.decode(path.read_bytes(), type=manifest.Manifest)
    kept = msgspec.structs.replace(kept, decision=history.said(decision))
    path.write_bytes(manifest.encode(kept))
    return msgspec.structs.replace(decision, digest=manifest.digest(kept))


def replaced(step: str, **fields: object) -> Callable[[list[Approval]], list[Approval]]:
    """A change of the fields of the decision on one step."""
    return lambda every: [msgspec.structs.replace(each, **fields) if each.step == step else each for each in every]


def decision_on(edition: Edition, step: str) -> Approval:
    return project.load(edition.folder).store().get("approval", f"{step}-1")  # type: ignore[return-value]


def day(text: str) -> object:
    from rapportage.schema import PartialDate

    return PartialDate.read(text)


def tomorrow() -> str:
    return str(clock.today() + timedelta(days=1))


# ---- a decision that is not one ------------------------------------------------------------------------------------------

BROKEN = "does not follow from what stands before it"


def test_nothing_is_wrong_before(approved: Edition) -> None:
    assert reasons(approved) == []
    rewritten(approved, lambda every: every)
    assert reasons(approved) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (replaced("publicatie", date=day("2199-01-01")), '"publicatie-1" is dated 2199-01-01, which has not been yet'),
        (replaced("inhoud", date=day("2199-01-01")), 'decision "inhoud-1" is dated 2199-01-01, which has not been yet'),
        (replaced("publicatie", date=day(tomorrow())), "which has not been yet"),
        (replaced("publicatie", date=day("2026-04-08")), 'before the decision that it builds on ("bijlage-1", 2026-04-09)'),
        (replaced("bijlage", date=day("1900-01-01")), "is dated 1900-01-01, before the decision that it builds on"),
        (replaced("publicatie", date=day("2026-05")), "is dated 2026-05, which is no day"),
        (replaced("inhoud", role="de redactie"), 'decision "inhoud-1" is by "de redactie", and not by "de minister"'),
        (replaced("inhoud", role="De minister"), 'is by "De minister", and not by "de minister"'),
        (replaced("inhoud", digest="0" * 64), "data/approvals/inhoud-1.json was edited"),
        (replaced("inhoud", digest="0" * 32), "was recorded by an older version"),
        (replaced("inhoud", signed=True), 'decision "inhoud-1" is signed, and its signature inhoud-1.sig is missing'),
        (lambda every: [every[1], every[0], every[2]], 'step "inhoud" comes before this step, and was approved after it'),
        (lambda every: [every[2], every[0], every[1]], 'was approved after it ("inhoud-1"); approve this step again'),
        (lambda every: every[1:], 'step "inhoud" is not approved yet'),
        (lambda every: [every[0], every[2]], 'step "bijlage" is not approved yet'),
        (lambda every: every[:2], "data/approvals/publicatie-1.json belongs to no decision"),
    ],
)  # fmt: skip
def test_a_forged_decision_that_is_chained_anew_is_seen(
    approved: Edition, change: Callable[[list[Approval]], list[Approval]], told: str
) -> None:
    rewritten(approved, change)
    assert told in "\n".join(reasons(approved))


@pytest.mark.parametrize(
    "change",
    [
        replaced("inhoud", date=day("2026-04-08")),
        replaced("inhoud", reference="BZ-anders"),
        replaced("bijlage", reference="BZ-anders"),
        replaced("inhoud", role="iemand"),
        replaced("inhoud", digest="1" * 64),
        replaced("inhoud", example=True),
        replaced("inhoud", previous="1" * 64),
        replaced("bijlage", previous=None),
        replaced("publicatie", previous="1" * 64),
        lambda every: every[1:],
        lambda every: [every[0], every[2]],
        lambda every: [every[1], every[0], every[2]],
        lambda every: [*every[:2], msgspec.structs.replace(every[1], id="x-1"), every[2]],
        lambda every: [msgspec.structs.replace(every[0], id="x-1"), *every],
    ],
)  # fmt: skip
def test_a_decision_that_is_edited_removed_added_or_moved_is_seen(
    approved: Edition, change: Callable[[list[Approval]], list[Approval]]
) -> None:
    rewritten(approved, change, chained=False)
    found = "\n".join(reasons(approved))
    assert BROKEN in found or "is the first, but it follows from another" in found
    output = approved.run("approve", "inhoud", "--reference", "x", ok=False).output
    assert "put the file back as git has it" in output or "something is wrong in the data" in output


@pytest.mark.parametrize(
    "fields",
    [{"reference": "BZ-anders"}, {"date": day("2026-04-10")}, {"example": True}, {"id": "publicatie-2"}, {"role": "x"}],
)
def test_the_last_decision_cannot_be_edited_either(approved: Edition, fields: dict[str, object]) -> None:
    rewritten(approved, replaced("publicatie", **fields), chained=False)
    assert reasons(approved) != []
    if "id" not in fields:
        assert "was edited: data/approvals/publicatie-1.json says otherwise" in "\n".join(reasons(approved))


def test_a_later_decision_on_the_same_step_does_not_hide_an_edited_one(approved: Edition) -> None:
    approve_all(approved)
    assert reasons(approved) == []
    approved[FILE] = approved[FILE].replace("BZ-inhoud", "BZ-anders", 1)
    assert BROKEN in reasons(approved)[0]


def test_another_role_is_a_problem_where_it_stands(approved: Edition) -> None:
    rewritten(approved, replaced("inhoud", role="de redactie"))
    told = 'step "inhoud" is decided on by "de minister", not by "de redactie"'
    assert re.fullmatch(
        rf"data/approvals.yaml:1:\d+: {re.escape(told)}", str(project.load(approved.folder).store().problems[0])
    )
    assert told in approved.run("check", ok=False).output


def test_a_role_that_got_another_name_wants_a_new_decision_and_no_history_anew(approved: Edition) -> None:
    approved.edit("data/workflow.yaml", "  name: Inhoud\n  role: de minister", "  name: Inhoud\n  role: de staatssecretaris")
    assert "and not by" in reasons(approved)[0]
    approve_all(approved)
    assert reasons(approved) == []
    assert project.load(approved.folder).store().problems == []


def test_an_earlier_step_that_is_approved_again_asks_for_the_later_ones(approved: Edition) -> None:
    approved.edit("mensen.md", "Wat komt, komt.", "Wat komt, dat komt.")
    assert states(approved) == {
        "inhoud": "changed since", "bijlage": "to be approved again", "publicatie": "changed since",
    }  # fmt: skip
    approve_all(approved, "inhoud", date="2026-04-10")
    assert states(approved) == {
        "inhoud": "approved", "bijlage": "to be approved again", "publicatie": "changed since",
    }  # fmt: skip
    assert reasons(approved)[0] == (
        'data/workflow.yaml:7:1: step "bijlage": step "inhoud" comes before this step, and was approved after it '
        '("inhoud-2"); approve this step again'
    )
    approve_all(approved, "bijlage", "publicatie", date="2026-04-10")
    assert reasons(approved) == []


# ---- a manifest that is not what was approved ----------------------------------------------------------------------------


def gone(path: Path) -> None:
    path.unlink()


def linked(path: Path) -> None:
    path.rename(path.with_name(".weg"))
    path.symlink_to(path.with_name(".weg"))


def to_nowhere(path: Path) -> None:
    path.unlink()
    path.symlink_to("nergens")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def huge(path: Path) -> None:
    with path.open("ab") as file:
        file.truncate(manifest.MAX_BYTES + 1)


def written(content: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content) and None


def edited(old: str, new: str) -> Callable[[Path], None]:
    def edit(path: Path) -> None:
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    return edit


def of_another_step(path: Path) -> None:
    path.write_bytes((path.parent / "bijlage-1.json").read_bytes())


@pytest.mark.parametrize(
    ("tamper", "why"),
    [
        (gone, "is missing"),
        (linked, "is a link"),
        (to_nowhere, "is a link"),
        (folder, "cannot be read: it is no ordinary file"),
        (pipe, "cannot be read: it is no ordinary file"),
        (huge, "is larger than 64 MB"),
        (written(b""), "is no manifest"),
        (written(b"{"), "is no manifest"),
        (written(b"\xff\xfe"), "is no manifest"),
        (written(b"null"), "is no manifest"),
        (written(b"[" * 100_000), "is no manifest"),
        (written(b'{"a":' * 100_000), "is no manifest"),
        (written(b'{"version": 2}'), "is no manifest"),
        (written(b'{"version": "2"}'), "is no manifest"),
        (written(b'{"files": {}, "records": {}}'), "is of an older version; approve the step again"),
        (written(b'{"version": 3}'), "is of a newer version"),
        (written(b'{"version": 2, "step": "inhoud", "files": {"a": 5}, "records": {}, "parts": {}}'), "is no manifest"),
        (written(b'{"version": 2, "step": "inhoud", "files": {}, "records": {}, "parts": {}}'), "was edited"),
        (written(b'{"version": 2, "step": "inhoud", "files": {}, "records": {}, "parts": {}, "x": 1}'), "is no manifest"),
        (edited("Inwoners hebben een stem.", "Niemand heeft een stem."), "was edited"),
        (edited('"example": false', '"example": null'), "was edited"),
        (edited('"inhoud"', '"bijlage"'), "was edited"),
        (of_another_step, "was edited"),
    ],
)  # fmt: skip
def test_a_manifest_that_was_tampered_with_makes_the_step_not_approved(
    approved: Edition, tamper: Callable[[Path], None], why: str
) -> None:
    tamper(manifest_of(approved, "inhoud"))
    told = reasons(approved)
    assert f"data/approvals/inhoud-1.json {why}" in told[0]
    assert told[0].startswith("data/approvals.yaml:8:11: ")
    assert states(approved)["inhoud"] == "not valid"
    assert "not valid" in approved.run("status", ok=True).output
    output = approved.run("approve", "bijlage", "--reference", "x", ok=False).output
    assert (
        output
        == 'Error: step "inhoud" comes before "bijlage", and has no decision that counts; `rapportage status` says more\n'
    )


def test_another_manifest_with_its_own_digest_is_of_another_step(approved: Edition) -> None:
    """Whoever takes what another step approved, with its digest, has approved nothing."""
    other = manifest_of(approved, "bijlage").read_bytes()
    manifest_of(approved, "inhoud").write_bytes(other)
    rewritten(approved, replaced("inhoud", digest=manifest.digest(msgspec.json.decode(other, type=manifest.Manifest))))
    assert "inhoud-1.json was edited" in reasons(approved)[0]


def test_a_manifest_that_covers_nothing_is_not_of_what_is_there(approved: Edition) -> None:
    decision = history.said(decision_on(approved, "inhoud"))
    empty = manifest.Manifest(step="inhoud", decision=decision, files={}, records={}, parts={})
    manifest_of(approved, "inhoud").write_bytes(manifest.encode(empty))
    rewritten(approved, replaced("inhoud", digest=manifest.digest(empty)))
    assert any('step "inhoud": mensen.md was added' in each for each in reasons(approved))


def test_only_the_order_of_a_mapping_differs(approved: Edition) -> None:
    """Such a manifest has another digest, so something must be said."""
    path = manifest_of(approved, "inhoud")
    found = msgspec.json.decode(path.read_bytes(), type=manifest.Manifest)
    turned = msgspec.structs.replace(found, records=dict(reversed(found.records.items())))
    path.write_bytes(manifest.encode(turned))
    rewritten(approved, replaced("inhoud", digest=manifest.digest(turned)))
    assert states(approved)["inhoud"] == "approved"  # the kinds have no order that a reader meets
    path.write_bytes(manifest.encode(found))
    assert "inhoud-1.json was edited" in reasons(approved)[0]


# ---- refusals ------------------------------------------------------------------------------------------------------------


def refused(edition: Edition, *words: str) -> str:
    def files() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in edition.folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}

    before = files()
    result = edition.run("approve", *words)
    assert result.exit_code in {1, 2}, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    assert files() == before
    return result.output.splitlines()[-1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["inhoud", "--reference", "a\x00b"], "an invisible character (U+0000) stands here; remove it"),
        (["inhoud", "--reference", "a\x1b[31mb"], "an invisible character (U+001B) stands here; remove it"),
        (["inhoud", "--reference", "a\u202eb"], "an invisible character (U+202E) stands here; remove it"),
        (["inhoud", "--reference", "a\udcffb"], "an invisible character (U+DCFF) stands here; remove it"),
        (["inhoud", "--reference", "\n\t "], "it is empty; name where the decision is found"),
        (["inhoud", "--reference", "x" * 201], "it is longer than 200 characters"),
        (["inhoud", "--reference", "x", "--date", "2199-01-01"], "2199-01-01 has not been yet"),
        (["inhoud", "--reference", "x", "--date", "0000-01-01"], 'found "0000-01-01"'),
        (["inhoud", "--reference", "x", "--date", "2026-02-30"], 'found "2026-02-30"'),
        (["inhoud", "--reference", "x", "--date", "0000"], 'found "0000"'),
        (["inhoud", "--reference", "x", "--date", "９９９９-01-01"], "found"),
        (["inhoud", "--reference", "x", "--date", "2026-04-01"], 'before the latest decision, "publicatie-1" of 2026-04-09'),
        (["inhoudt", "--reference", "x"], 'there is no step "inhoudt"; did you mean "inhoud"?'),
        (["../inhoud", "--reference", "x"], 'there is no step "../inhoud"'),
        (["inhoud", "--reference", "x", "--key", "nergens"], 'step "inhoud" names no keys'),
    ],
)  # fmt: skip
def test_what_is_typed_wrong_is_refused_in_one_line(approved: Edition, words: list[str], told: str) -> None:
    assert told in refused(approved, *words)


def yaml_broken(edition: Edition) -> None:
    edition[FILE] += "x: [\n"


def not_utf8(edition: Edition) -> None:
    (edition.folder / FILE).write_bytes(edition[FILE].encode() + b"# \xff\n")


def a_list(edition: Edition) -> None:
    edition[FILE] = "- inhoud\n"


def twice(edition: Edition) -> None:
    edition[FILE] += edition[FILE]


def of_no_step(edition: Edition) -> None:
    edition[FILE] = edition[FILE].replace("step: inhoud", "step: weg")


def no_day(edition: Edition) -> None:
    edition[FILE] = edition[FILE].replace("date: 2026-04-09", "date: 2026-04", 1)


def no_such_day(edition: Edition) -> None:
    edition[FILE] = edition[FILE].replace("date: 2026-04-09", "date: 2026-02-30", 1)


def blank_reference(edition: Edition) -> None:
    edition[FILE] = edition[FILE].replace('"BZ-inhoud"', '" "')


def unseen_reference(edition: Edition) -> None:
    edition[FILE] = edition[FILE].replace('"BZ-inhoud"', '"BZ\\u202e"')


def unknown_field(edition: Edition) -> None:
    edition[FILE] = edition[FILE].replace("  role:", "  rol: x\n  role:", 1)


@pytest.mark.parametrize(
    "break_it",
    [
        yaml_broken,
        not_utf8,
        a_list,
        twice,
        of_no_step,
        no_day,
        no_such_day,
        blank_reference,
        unseen_reference,
        unknown_field,
    ],
)
def test_a_malformed_file_of_decisions_is_a_problem_and_refuses(
    approved: Edition, break_it: Callable[[Edition], None]
) -> None:
    break_it(approved)
    assert "data/approvals.yaml:" in approved.run("check", ok=False).output
    assert refused(approved, "inhoud", "--reference", "x") == (
        "Error: something is wrong in the data; `rapportage check` says what"
    )
    assert approved.run("status").exception is None


#: What lies in the data and is no record, or a link, is told before anything is written.
WRONG_DATA = "something is wrong in the data; `rapportage check` says what"


def a_file(edition: Edition) -> str:
    for path in (edition.folder / "data/approvals").iterdir():
        path.unlink()
    (edition.folder / "data/approvals").rmdir()
    edition["data/approvals"] = "geen map"
    return WRONG_DATA


def a_link(edition: Edition) -> str:
    (edition.folder / "data/approvals").rename(edition.folder / "elders")
    (edition.folder / "data/approvals").symlink_to("../elders")
    return WRONG_DATA


def a_linked_file(edition: Edition) -> str:
    (edition.folder / FILE).rename(edition.folder / "elders.yaml")
    (edition.folder / FILE).symlink_to("../elders.yaml")
    return WRONG_DATA


@pytest.mark.parametrize("break_it", [a_file, a_link, a_linked_file])
def test_a_folder_that_cannot_be_written_refuses(approved: Edition, break_it: Callable[[Edition], str]) -> None:
    approved[FILE] = ""
    told = break_it(approved)
    assert told in refused(approved, "inhoud", "--reference", "x")


def test_a_disk_that_is_full_leaves_nothing(approved: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    replace = Path.replace

    def full(self: Path, target: Path) -> Path:
        if target.name == "approvals.yaml":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    told = refused(approved, "inhoud", "--reference", "x")
    assert told.endswith("approvals.yaml cannot be written: No space left on device; nothing was recorded")
    assert reasons(approved) == []


def test_an_unreadable_page_is_told_with_its_place(approved: Edition) -> None:
    (approved.folder / "mensen.md").write_bytes(b"# Mensen\n\nCaf\xe9\n")
    assert refused(approved, "inhoud", "--reference", "x") == (
        "Error: mensen.md:3:4: the file is not UTF-8 from here on; save it as UTF-8"
    )
    assert any("mensen.md:3:4" in each for each in reasons(approved))


def test_a_decision_that_is_dated_too_late_can_be_taken_again(approved: Edition) -> None:
    rewritten(approved, replaced("publicatie", date=day("2199-01-01")))
    approve_all(approved, "publicatie")
    assert reasons(approved) == []


def test_an_approval_of_an_older_version_can_be_given_again(approved: Edition) -> None:
    old = "".join(
        f'{step}-1: {{step: {step}, role: "{role}", date: 2026-04-01, reference: BZ, digest: "{"0" * 32}"}}\n'
        for step, role in zip(STEPS, ("de minister", "de redactie", "de minister"), strict=True)
    )
    approved[FILE] = old
    assert project.load(approved.folder).store().problems == []
    assert all("was recorded by an older version" in each for each in reasons(approved))
    approve_all(approved)
    assert reasons(approved) == []


def test_the_day_is_that_of_the_clock(approved: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    before = datetime(2026, 4, 8, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(before.timestamp())))
    assert all("which has not been yet" in each for each in reasons(approved))


# ---- in words ------------------------------------------------------------------------------------------------------------


def test_status_says_which_kind_of_change_asks_for_which_steps(approved: Edition) -> None:
    approved.edit("data/workflow.yaml", "  records: [amount, series]\n", "  records: [amount, series]\n  parts: [look]\n")
    approve_all(approved)
    approved.edit("mensen.md", "Wat komt, komt.", "Wat komt, dat komt.")
    approved.edit("data/finance/amounts.yaml", "44403000", "44403001")
    approved["_static/extra.css"] = "b {}"
    approved["conf.py"] += "\n# anders\n"
    (approved.folder / "_delen/foto.png").write_bytes(b"x")
    output = approved.run("status", ok=True).output.partition("Approvals\n")[2]
    assert (
        output
        == """\
  1. Inhoud (inhoud), by de minister: changed since (BZ-inhoud, 2026-04-09, decision 2)
       _delen/foto.png was changed
       mensen.md, “Vooruitblik” was changed
  2. Bijlage en opmaak (bijlage), by de redactie: changed since (BZ-bijlage, 2026-04-09, decision 2)
       amount "fonds-2025": value 44403000 → 44403001
       look: _static/extra.css was changed
  3. Publicatie (publicatie), by de minister: changed since (BZ-publicatie, 2026-04-09, decision 2)
       _delen/foto.png was changed
       mensen.md, “Vooruitblik” was changed
       amount "fonds-2025": value 44403000 → 44403001
       look: _static/extra.css was changed
       settings: conf.py was changed
  a change of the text of pages is to be approved again in: inhoud, bijlage, publicatie
  a change of the pictures and other files of pages is to be approved again in: inhoud, bijlage, publicatie
  a change of the data is to be approved again in: bijlage, publicatie
  a change of the look is to be approved again in: bijlage, publicatie
  a change of the settings is to be approved again in: publicatie
"""
    )
