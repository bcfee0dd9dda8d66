"""What lies in the folder of the data is read, or told."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest
from datafolder import good_data, problems

if TYPE_CHECKING:
    from pathlib import Path

MISSING = "data/edition.yaml:1:1: this file is missing; without the edition it is not known what may be published"
LINK = "this is a link, and links are not followed; put the file itself here"


def test_an_edition_that_is_gone_is_told(tmp_path: Path) -> None:
    data = good_data(tmp_path)
    (data / "edition.yaml").unlink()
    assert problems(data) == [MISSING]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("edition.yml", "this file is not read; call it edition.yaml"),
        ("Edition.yaml", 'no kind of record is kept in this file; did you mean "edition"?'),
        ("EDITION.yaml", 'no kind of record is kept in this file; did you mean "edition"?'),
        (
            "edition.yaml.bak",
            'this file is not read; records stand in files that end in .yaml; did you mean "edition.yaml"?',
        ),
        ("edition.json", 'this file is not read; records stand in files that end in .yaml; did you mean "edition.yaml"?'),
        ("finance/edition.yaml", 'no kind of record is kept in this file; did you mean "edition"?'),
    ],
)
def test_an_edition_under_another_name_is_told_with_the_nearest(tmp_path: Path, name: str, told: str) -> None:
    data = good_data(tmp_path)
    (data / "edition.yaml").rename(data / name)
    found = problems(data)
    assert f"data/{name}:1:1: {told}" in found
    assert (MISSING in found) == (name != "edition.yml")  # that one is known to be meant


def test_a_data_folder_that_is_not_there_has_no_edition(tmp_path: Path) -> None:
    assert MISSING in problems(tmp_path / "data")


def test_what_editors_and_people_keep_beside_the_data_is_left_alone(tmp_path: Path) -> None:
    files = (
        "README.md",
        ".gitkeep",
        "edition.yaml~",
        "#edition.yaml#",
        ".hidden/x.yaml",
        "schema/edition.json",
        "approvals/een-1.json",
    )
    data = good_data(tmp_path, dict.fromkeys(files, "x: ["))
    (data / ".#edition.yaml").symlink_to("nobody@nowhere")
    assert problems(data) == []


def test_links_devices_and_pipes_are_told_and_not_followed(tmp_path: Path) -> None:
    data = good_data(tmp_path)
    (tmp_path / "elders.yaml").write_text("geheim: [", "utf-8")
    for name, target in {
        "file.yaml": "../elders.yaml",
        "device.yaml": "/dev/zero",
        "nowhere.yaml": "nowhere",
        "loop": ".",
        "above": "..",
        "itself.yaml": "itself.yaml",
    }.items():
        (data / name).symlink_to(target)
    os.mkfifo(data / "pipe.yaml")
    names = ("above", "device.yaml", "file.yaml", "itself.yaml", "loop", "nowhere.yaml")
    told = [*(f"data/{name}:1:1: {LINK}" for name in names), "data/pipe.yaml:1:1: this is no ordinary file, and is not read"]
    assert problems(data) == sorted(told)


def test_a_link_in_place_of_the_edition_is_no_edition(tmp_path: Path) -> None:
    data = good_data(tmp_path)
    (data / "edition.yaml").rename(tmp_path / "edition.yaml")
    (data / "edition.yaml").symlink_to("../edition.yaml")
    assert problems(data) == [MISSING, f"data/edition.yaml:1:1: {LINK}"]


def test_a_socket_and_a_folder_with_the_name_of_a_file_harm_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = good_data(tmp_path)
    (data / "edition.yaml").unlink()
    (data / "edition.yaml").mkdir()
    monkeypatch.chdir(data)  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("s.yaml")
        assert problems(data) == [MISSING, "data/s.yaml:1:1: this is no ordinary file, and is not read"]


@pytest.mark.parametrize("name", ["serie\ns.yaml", "a\u202eb.yaml", os.fsdecode(b"\xff.yaml")])
def test_a_name_that_nobody_can_see_is_told_in_signs_that_everybody_sees(tmp_path: Path, name: str) -> None:
    data = good_data(tmp_path, {name: "x: 1\n"})
    (found,) = problems(data)
    assert found.isprintable()
    assert found.isascii()
    assert "the name of this file has a character that nobody sees" in found


@pytest.mark.skipif(os.getuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    data = good_data(tmp_path)
    (data / "priorities.yaml").chmod(0)
    assert "data/priorities.yaml:1:1: this file cannot be read: Permission denied" in problems(data)
