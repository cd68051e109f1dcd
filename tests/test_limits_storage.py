"""Counters of rate limits in a file that several processes share."""

import multiprocessing
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from limits import parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from blog.limits_storage import SCHEME
from tests.conftest import Clock

LIMIT = parse("3 per minute")


def limiter_on(path: Path) -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(storage_from_string(f"{SCHEME}://{path}"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "limits.sqlite3"


def test_a_limit_holds_and_ends_with_its_window(file: Path, stopped_clock: Clock) -> None:
    limiter = limiter_on(file)
    assert [limiter.hit(LIMIT, "a") for _ in range(4)] == [True, True, True, False]
    assert limiter.hit(LIMIT, "b")
    assert limiter.get_window_stats(LIMIT, "a").remaining == 0
    stopped_clock.move(seconds=60)
    assert limiter.get_window_stats(LIMIT, "a").remaining == 3
    assert limiter.hit(LIMIT, "a")


def test_a_counter_can_be_cleared(file: Path) -> None:
    limiter = limiter_on(file)
    for _ in range(4):
        limiter.hit(LIMIT, "a")
    limiter.clear(LIMIT, "a")
    assert limiter.hit(LIMIT, "a")
    assert limiter.storage.reset() == 1
    assert limiter.storage.check()


def _hit(path: Path, times: int) -> int:
    limiter = limiter_on(path)
    return sum(limiter.hit(parse("100 per hour"), "shared") for _ in range(times))


def test_processes_share_the_count(file: Path) -> None:
    with multiprocessing.get_context("fork").Pool(3) as pool:
        granted = pool.starmap(_hit, [(file, 50)] * 3)
    assert sum(granted) == 100


def test_another_thread_and_process_leave_the_file_to_who_counts_on_it(file: Path) -> None:
    limiter = limiter_on(file)
    assert limiter.hit(LIMIT, "a")
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(limiter.hit, LIMIT, "a").result()
    # The process that ends removes the log that others write to, unless it sees their locks.
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(_hit, (file, 1)) == 1
        pool.close()
        pool.join()
    assert limiter.hit(LIMIT, "a")
    assert limiter_on(file).get_window_stats(LIMIT, "a").remaining == 0


def test_a_file_that_went_is_made_anew(file: Path) -> None:
    assert limiter_on(file).hit(LIMIT, "a")
    for path in file.parent.iterdir():
        path.unlink()
    assert limiter_on(file).get_window_stats(LIMIT, "a").remaining == 3
    assert [path.stat().st_mode & 0o777 for path in file.parent.iterdir()] == [0o600] * 3


def test_the_file_holds_no_address(file: Path) -> None:
    limiter_on(file).hit(LIMIT, "mara@harbourline.example")
    with sqlite3.connect(file) as connection:
        dump = "\n".join(connection.iterdump())
    assert "mara" not in dump
    assert file.stat().st_mode & 0o777 == 0o600
