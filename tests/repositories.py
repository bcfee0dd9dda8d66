"""A small git repository with a project in it, for what is asked of git."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

FILES = {
    "conf.py": "project = 'Proef'\n",
    ".gitignore": "/_build/\n*.mo\n/klad/\n/docs/concept/\n",
    "docs/index.md": "# Proef\n\nEen regel.\n",
    "docs/mensen.md": "# Mensen\n",
    "data/edition.yaml": "title: Proef\n",
    "tools/maak.sh": "#!/bin/sh\n",
}


@dataclass
class Repository:
    """A project with one commit."""

    folder: Path

    @classmethod
    def made(cls, folder: Path) -> Repository:
        repository = cls(folder)
        folder.mkdir(parents=True)
        repository.git("init", "-q")
        for name, text in FILES.items():
            repository[name] = text
        repository.path("tools/maak.sh").chmod(0o755)
        repository.commit()
        return repository

    def path(self, name: str) -> Path:
        return self.folder / name

    def __getitem__(self, name: str) -> str:
        return self.path(name).read_text("utf-8")

    def __setitem__(self, name: str, text: str | bytes) -> None:
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_bytes(text if isinstance(text, bytes) else text.encode())

    def git(self, *words: str, text: str | None = None) -> str:
        command = ["git", "-c", "user.name=Redactie", "-c", "user.email=redactie@example.org", *words]
        done = subprocess.run(command, cwd=self.folder, check=True, capture_output=True, text=True, input=text)
        return done.stdout.strip()

    def commit(self) -> str:
        self.git("add", "-A")
        self.git("commit", "-qm", "Zo is het nu", "--allow-empty")
        return self.git("rev-parse", "HEAD")

    def commit_entries(self, *entries: str) -> str:
        """A commit with more *entries* than a work tree could give, as ``git update-index --index-info`` reads them."""
        self.git("update-index", "-z", "--index-info", text="".join(f"{each}\0" for each in entries))
        tree = self.git("write-tree")
        commit = self.git("commit-tree", "-p", "HEAD", "-m", "Meer", tree)
        self.git("update-ref", "HEAD", commit)
        return commit

    def blob(self, content: str) -> str:
        return self.git("hash-object", "-w", "--stdin", text=content)
