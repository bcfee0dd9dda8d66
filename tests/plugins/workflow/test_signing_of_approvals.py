"""Signatures of decisions, made and verified by OpenSSH: missing, foreign, of something else, replayed, or in order."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from approved import approve_all, reasons, states

from rapportage.cli import project
from rapportage.plugins.workflow import signing

if TYPE_CHECKING:
    from pathlib import Path

    from published import Edition

SIGNATURE = "data/approvals/inhoud-2.sig"


def new_key(folder: Path, name: str, kind: str = "ed25519") -> Path:
    command = ["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "", "-f", folder / name]
    subprocess.run(command, check=True)
    return folder / name


def public(key: Path) -> str:
    return " ".join(key.with_suffix(".pub").read_text("ascii").split()[:2])


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_key(tmp_path_factory.mktemp("keys"), "minister")


@pytest.fixture(scope="session")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_key(tmp_path_factory.mktemp("keys"), "iemand")


@pytest.fixture
def unsigned(approved: Edition, key: Path) -> Edition:
    """An edition of which the first step wants a signature and has none."""
    head = "  name: Inhoud\n  role: de minister\n"
    approved.edit("data/workflow.yaml", head, f'{head}  signed: true\n  keys: ["{public(key)}"]\n')
    return approved


@pytest.fixture
def signed(unsigned: Edition, key: Path) -> Edition:
    """The same, signed."""
    sign(unsigned, key)
    approve_all(unsigned, "bijlage", "publicatie")
    assert reasons(unsigned) == []
    return unsigned


def sign(edition: Edition, key: Path) -> str:
    words = ("approve", "inhoud", "--reference", "BZ-inhoud", "--date", "2026-04-09", "--key", str(key))
    return edition.run(*words).output


def test_a_signed_decision_counts_and_says_what_to_commit(unsigned: Edition, key: Path) -> None:
    assert sign(unsigned, key) == (
        'Approved: "inhoud", as inhoud-2. Commit data/approvals.yaml, data/approvals/inhoud-2.json and '
        "data/approvals/inhoud-2.sig.\n"
    )
    assert "  signed: true\n" in unsigned["data/approvals.yaml"]
    assert states(unsigned)["inhoud"] == "approved"
    assert unsigned.run("check").exit_code == 0


def test_without_a_signature_a_step_that_wants_one_is_not_approved(unsigned: Edition) -> None:
    told = 'decision "inhoud-1" has no signature, and this step wants one; approve it again with --key'
    assert told in reasons(unsigned)[0]
    output = unsigned.run("approve", "inhoud", "--reference", "x", ok=False).output
    assert output == 'Error: a decision on step "inhoud" is signed; name your SSH key with --key\n'


def test_anyone_can_make_the_signature_without_this_program(signed: Edition, key: Path) -> None:
    """What is signed is one line, that a person can type."""
    decision = signed_decision(signed)
    path = signed.folder / "line"
    path.write_bytes(signing.text_of(decision))
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", "rapportage-approval", path], check=True)
    shutil.copy(path.with_name("line.sig"), signed.folder / SIGNATURE)
    path.unlink()
    path.with_name("line.sig").unlink()
    assert reasons(signed) == []


def signed_decision(edition: Edition) -> signing.Approval:
    return project.load(edition.folder).store().get("approval", "inhoud-2")  # type: ignore[return-value]


@pytest.mark.parametrize("kind", ["ecdsa", "rsa"])
def test_other_kinds_of_keys_do(approved: Edition, tmp_path: Path, kind: str) -> None:
    key = new_key(tmp_path, "sleutel", kind)
    head = "  name: Inhoud\n  role: de minister\n"
    approved.edit("data/workflow.yaml", head, f'{head}  keys: ["{public(key)}"]\n')
    assert "as inhoud-2" in sign(approved, key)
    assert states(approved)["inhoud"] == "approved"


# ---- signatures that do not count --------------------------------------------------------------------------------------


def test_a_signature_that_was_taken_away_is_missed(signed: Edition) -> None:
    (signed.folder / SIGNATURE).unlink()
    assert "is signed, and its signature inhoud-2.sig is missing" in reasons(signed)[0]


def test_also_where_none_is_wanted(signed: Edition) -> None:
    signed.edit("data/workflow.yaml", "  signed: true\n", "")
    (signed.folder / SIGNATURE).unlink()
    assert "is signed, and its signature inhoud-2.sig is missing" in reasons(signed)[0]


def test_a_foreign_key_cannot_be_used(unsigned: Edition, foreign: Path) -> None:
    assert sign(unsigned, foreign) == (
        'Error: decision "inhoud-2" is signed with a key that data/workflow.yaml does not name for its step\n'
    )


def test_a_signature_with_a_foreign_key_does_not_count(signed: Edition, foreign: Path) -> None:
    (signed.folder / SIGNATURE).write_bytes(signing.sign(signed_decision(signed), foreign))
    assert "is signed with a key that data/workflow.yaml does not name for its step" in reasons(signed)[0]


def test_a_key_that_is_no_longer_named_does_not_count(signed: Edition, key: Path, foreign: Path) -> None:
    signed.edit("data/workflow.yaml", public(key), public(foreign))
    assert "is signed with a key that data/workflow.yaml does not name for its step" in reasons(signed)[0]


def test_the_key_of_another_step_does_not_count(signed: Edition, key: Path, foreign: Path) -> None:
    signed.edit("data/workflow.yaml", public(key), public(foreign))
    head = "  name: Publicatie\n  role: de minister\n"
    signed.edit("data/workflow.yaml", head, f'{head}  keys: ["{public(key)}"]\n')
    assert 'step "inhoud": decision "inhoud-2" is signed with a key' in "\n".join(reasons(signed))


def test_a_signature_is_of_no_other_decision(signed: Edition, key: Path) -> None:
    """Replayed: that of an earlier decision, on the same text, by the same person."""
    before = (signed.folder / SIGNATURE).read_bytes()
    sign(signed, key)
    (signed.folder / "data/approvals/inhoud-3.sig").write_bytes(before)
    assert 'the signature inhoud-3.sig is not of decision "inhoud-3" as it stands here' in reasons(signed)[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("BZ-inhoud", "BZ-anders"),
        ("date: 2026-04-09", "date: 2026-04-10"),
        ("  signed: true", "  signed: true\n  example: true"),
    ],
)
def test_a_signed_decision_cannot_be_edited(signed: Edition, old: str, new: str) -> None:
    head, _, tail = signed["data/approvals.yaml"].partition("inhoud-2:")
    signed["data/approvals.yaml"] = f"{head}inhoud-2:{tail.replace(old, new, 1)}"
    assert 'the signature inhoud-2.sig is not of decision "inhoud-2" as it stands here' in "\n".join(reasons(signed))


@pytest.mark.parametrize("namespace", ["git", "file", "rapportage"])
def test_a_signature_for_another_purpose_does_not_count(
    signed: Edition, key: Path, monkeypatch: pytest.MonkeyPatch, namespace: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(signing, "NAMESPACE", namespace)
        made = signing.sign(signed_decision(signed), key)
    (signed.folder / SIGNATURE).write_bytes(made)
    assert "is not of decision" in reasons(signed)[0]


@pytest.mark.parametrize(
    "content", [b"", b"\0", b"x" * 100_000, b"-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n"]
)
def test_what_is_no_signature_does_not_count(signed: Edition, content: bytes) -> None:
    (signed.folder / SIGNATURE).write_bytes(content)
    assert 'the signature inhoud-2.sig is not of decision "inhoud-2"' in reasons(signed)[0]


def test_a_signature_with_one_letter_changed_does_not_count(signed: Edition) -> None:
    text = signed[SIGNATURE]
    at = len(text) // 2
    signed[SIGNATURE] = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
    assert "signature" in reasons(signed)[0] or "signed with a key" in reasons(signed)[0]


def test_a_link_and_a_folder_are_no_signatures(signed: Edition, tmp_path: Path) -> None:
    path = signed.folder / SIGNATURE
    path.rename(tmp_path / "echt.sig")
    path.symlink_to(tmp_path / "echt.sig")
    assert "is not of decision" in reasons(signed)[0]
    path.unlink()
    path.mkdir()
    assert "the signature inhoud-2.sig cannot be read: it is no ordinary file" in reasons(signed)[0]


def test_a_signature_that_nobody_asked_for_is_verified_too(approved: Edition, key: Path) -> None:
    (approved.folder / "data/approvals/inhoud-1.sig").write_bytes(b"x")
    assert "and data/workflow.yaml names no key for its step, so nobody knows whose it is" in reasons(approved)[0]


def test_without_ssh_keygen_nothing_is_verified(
    signed: Edition, key: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (
        'ssh-keygen is not on this machine, so the signature of decision "inhoud-2" cannot be verified' in reasons(signed)[0]
    )
    assert sign(signed, key) == (
        "Error: the decision could not be signed: ssh-keygen is not on this machine; install openssh-client\n"
    )


def test_a_key_that_is_not_there_is_told(signed: Edition, tmp_path: Path) -> None:
    output = sign(signed, tmp_path / "nergens")
    assert output.startswith("Error: the decision could not be signed: ")
    assert output.count("\n") == 1


@pytest.mark.parametrize(
    "key",
    [
        "AAAA",
        "ssh-ed25519",
        "ssh-dss " + "A" * 68,
        'cert-authority ssh-ed25519 ' + "A" * 68,
        "ssh-ed25519 " + "A" * 68 + " naam",
        "ssh-ed25519 " + "A" * 68 + "\\n* ssh-ed25519 " + "B" * 68,
    ],
)  # fmt: skip
def test_what_is_no_public_key_is_a_problem(approved: Edition, key: str) -> None:
    head = "  name: Inhoud\n  role: de minister\n"
    approved.edit("data/workflow.yaml", head, f'{head}  keys: ["{key}"]\n')
    assert "is not a public key" in approved.run("check", ok=False).output


def test_a_step_that_nobody_can_sign_is_a_problem(approved: Edition) -> None:
    approved.edit("data/workflow.yaml", "  name: Inhoud\n", "  name: Inhoud\n  signed: true\n")
    told = 'nobody can sign this step; give "keys" with the public keys of who decides'
    assert told in approved.run("check", ok=False).output
