"""Signatures of decisions. OpenSSH makes and verifies them, as it does for the commits of git; nothing is ours but the text.

What is signed is one line, with the digest of the decision, so that a signature fits no other decision. See
https://man.openbsd.org/ssh-keygen.1 (``-Y sign`` and ``-Y verify``).
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rapportage import textfile
from rapportage.catalog import message
from rapportage.plugins.workflow.changes import Told
from rapportage.plugins.workflow.history import digest_of

if TYPE_CHECKING:
    from rapportage.plugins.workflow.records import Approval, Step

#: A signature for another purpose, such as a commit, is none of a decision.
NAMESPACE = "rapportage-approval"
#: No signature is larger.
MAX_BYTES = 64 * 1024
_WHO = "decider"

MISSING = message('decision "{id}" has no signature, and this step wants one; approve it again with --key')
TAKEN_AWAY = message('decision "{id}" is signed, and its signature {file} is missing; put it back as git has it')
NO_KEYS = message('decision "{id}" is signed, and data/workflow.yaml names no key for its step, so nobody knows whose it is')
UNREADABLE = message("the signature {file} cannot be read: {why}")
NO_TOOL = message(
    'ssh-keygen is not on this machine, so the signature of decision "{id}" cannot be verified; install openssh-client'
)
FOREIGN = message('decision "{id}" is signed with a key that data/workflow.yaml does not name for its step')
NOT_OF_THIS = message('the signature {file} is not of decision "{id}" as it stands here')


class NotSignedError(Exception):
    """A signature that could not be made; the message says why."""


def text_of(approval: Approval) -> bytes:
    """What a signature is of."""
    return f"rapportage approval {approval.id} {digest_of(approval)}\n".encode()


def sign(approval: Approval, key: Path) -> bytes:
    """The signature of a decision with the private key at *key*, or with the one of that public key that an agent holds.

    Raises `NotSignedError`.
    """
    try:
        command = ["ssh-keygen", "-Y", "sign", "-q", "-f", str(key.absolute()), "-n", NAMESPACE]
        made = subprocess.run(command, input=text_of(approval), capture_output=True, check=False)  # noqa: S603
    except OSError as error:
        raise NotSignedError("ssh-keygen is not on this machine; install openssh-client") from error
    if made.returncode or not made.stdout:
        raise NotSignedError(" ".join(made.stderr.decode("utf-8", "replace").split())[:200] or "ssh-keygen gave no reason")
    return made.stdout


def fault(approval: Approval, step: Step, path: Path) -> Told | None:
    """Why the signature at *path* makes that the decision does not count; None if it counts."""
    values = {"id": approval.id, "file": path.name}
    if not (path.is_symlink() or path.exists()):
        if approval.signed:
            return Told(TAKEN_AWAY, values)
        return Told(MISSING, values) if step.signed else None
    try:
        signature = b"" if path.is_symlink() else textfile.content(path, MAX_BYTES)
    except OSError as error:
        return Told(UNREADABLE, {**values, "why": error.strerror or str(error)})
    if not signature or len(signature) > MAX_BYTES:
        return Told(NOT_OF_THIS, values)
    return wrong(approval, step, signature, path.name)


def wrong(approval: Approval, step: Step, signature: bytes, file: str = "") -> Told | None:
    """What is wrong with the signature of a decision on *step*; None if one who may sign it did so."""
    values = {"id": approval.id, "file": file}
    if not step.keys:
        return Told(NO_KEYS, values)
    with tempfile.TemporaryDirectory() as name:
        signed, signers = Path(name, "signature"), Path(name, "signers")
        signed.write_bytes(signature)
        lines = (f'{_WHO} namespaces="{NAMESPACE}" {key.strip()}\n' for key in step.keys)
        signers.write_text("".join(lines), "ascii")
        who = ["-n", NAMESPACE, "-s", str(signed)]
        try:
            if _run(["verify", "-f", str(signers), "-I", _WHO, *who], approval):
                return None
            # Which of the two it is: a key that is not known, or another text.
            return Told(FOREIGN if _run(["check-novalidate", *who], approval) else NOT_OF_THIS, values)
        except OSError:
            return Told(NO_TOOL, values)


def _run(words: list[str], approval: Approval) -> bool:
    command = ["ssh-keygen", "-Y", *words]
    return subprocess.run(command, input=text_of(approval), capture_output=True, check=False).returncode == 0  # noqa: S603
