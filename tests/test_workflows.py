"""What workflows may do, in this repository and in sites that `actbook init` writes: what strangers
send runs without rights, and reaches nothing that is deployed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
STARTER = ROOT / "src/actbook/commands/templates/starter/dot.github/workflows"
FILES = [*sorted((ROOT / ".github/workflows").glob("*.yml")), *sorted(STARTER.glob("*.yml"))]
PINNED = re.compile(r" *(?:- )?uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
#: What hands files from one job to another, or to a later run.
HANDS_ON = ("upload-", "cache")


def flow(path: Path) -> dict[Any, Any]:
    found = yaml.safe_load(path.read_text())
    assert isinstance(found, dict)
    return found


def runs_for_strangers(path: Path, *conditions: str) -> bool:
    return "pull_request" in flow(path)[True] and not any("'push'" in one for one in conditions)


@pytest.fixture(params=FILES, ids=lambda path: f"{path.parts[-5]}-{path.name}")
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def test_actions_are_pinned_by_commit(path: Path) -> None:
    used = [line for line in path.read_text().splitlines() if "uses:" in line]
    assert used and all(PINNED.fullmatch(line) for line in used)


def test_a_token_can_read_and_is_not_kept(path: Path) -> None:
    found = flow(path)
    assert found["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in found[True]  # YAML 1.1 takes `on` for a truth value
    assert "secrets." not in path.read_text()
    for step in (step for job in found["jobs"].values() for step in job["steps"]):
        if "checkout" in step.get("uses", ""):
            assert step["with"] == {"persist-credentials": False}


def test_jobs_with_more_rights_run_no_code_of_the_repository(path: Path) -> None:
    for job in flow(path)["jobs"].values():
        assert job["timeout-minutes"] <= 180
        if "permissions" in job:
            assert job["needs"] == "build"
            assert all(
                "run" not in step and "checkout" not in step["uses"] for step in job["steps"]
            )


def test_what_strangers_send_leaves_nothing_behind(path: Path) -> None:
    for job in flow(path)["jobs"].values():
        for step in job["steps"]:
            if runs_for_strangers(path, job.get("if", ""), step.get("if", "")):
                used = f"{step.get('uses', '')} {step.get('with', '')}"
                assert not any(word in used for word in HANDS_ON), used


def test_a_newer_push_cuts_no_deploy(path: Path) -> None:
    cancels = flow(path).get("concurrency", {}).get("cancel-in-progress", False)
    assert cancels in (False, "${{ github.event_name == 'pull_request' }}")


def test_only_a_push_is_deployed(path: Path) -> None:
    jobs = flow(path)["jobs"]
    if "deploy" in jobs:
        conditions = (jobs["deploy"].get("if", ""), jobs["build"].get("if", ""))
        assert not runs_for_strangers(path, *conditions)
        assert flow(path)[True]["push"] == {"branches": ["main"]}


BAD = {
    "a tag": (test_actions_are_pinned_by_commit, "@11bd[0-9a-f]+ # v4.2.2", "@v4"),
    "a kept token": (test_a_token_can_read_and_is_not_kept, "with: {persist.*", "name: a"),
    "all rights": (test_a_token_can_read_and_is_not_kept, "{contents: read}", "write-all"),
    "another event": (
        test_a_token_can_read_and_is_not_kept,
        "pull_request:",
        "pull_request_target:",
    ),
    "no limit": (
        test_jobs_with_more_rights_run_no_code_of_the_repository,
        "minutes: 15",
        "minutes: 999",
    ),
    "code": (
        test_jobs_with_more_rights_run_no_code_of_the_repository,
        "- id: deployment",
        "- run: make\n      - id: deployment",
    ),
    "an artifact": (
        test_what_strangers_send_leaves_nothing_behind,
        "- if: .*\n        uses",
        "- uses",
    ),
    "a cut": (
        test_a_newer_push_cuts_no_deploy,
        r"cancel-in-progress: .*",
        "cancel-in-progress: true",
    ),
    "a deploy": (test_only_a_push_is_deployed, "    if: github.event_name == 'push'\n", ""),
}


@pytest.mark.parametrize(("test", "before", "after"), BAD.values(), ids=BAD)
def test_a_workflow_that_does_otherwise_is_refused(
    test: Any, before: str, after: str, tmp_path: Path
) -> None:
    text = (ROOT / ".github/workflows/site.yml").read_text()
    changed = tmp_path / "site.yml"
    changed.write_text(re.sub(before, after, text))
    assert changed.read_text() != text
    with pytest.raises((AssertionError, KeyError)):
        test(changed)
