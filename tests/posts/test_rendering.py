import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from blog import markup
from blog.embed.blocks import BLOCKS
from blog.errors import Invalid
from blog.posts.rendering import ROOT, render

POST = """# The letter

/// statement | https://press.example/a
    blocks: 1-3
//// note | 2
Said *twice*.
////
///

/// quote | https://press.example/a
has never sold
///
"""
# Brackets that each search the rest of the text for their end: minutes of work within a post's limit.
ENDLESS = "[" * 100_000


def test_a_post_comes_back_as_it_was_rendered() -> None:
    assert render(POST) == markup.post(POST, blocks=BLOCKS)


def test_a_post_that_takes_too_long_is_stopped_and_the_next_one_is_rendered() -> None:
    before = time.monotonic()
    with pytest.raises(Invalid, match=r"longer than 0\.5 seconds") as refusal:
        render(ENDLESS, seconds=0.5)
    assert refusal.value.field == "body" and time.monotonic() - before < 5
    assert render("fine").parts == ("<p>fine</p>",)


def test_a_post_over_a_limit_is_refused_with_the_limit() -> None:
    with pytest.raises(Invalid, match="300 KB"):
        render("x" * 310_000)


def test_a_fence_that_is_not_right_is_told_with_its_line() -> None:
    with pytest.raises(Invalid, match=r"Line 3: "):
        render("a\n\n/// quote | https://press.example/a\nnever closed")


def test_threads_take_turns() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda n: render(f"number {n}").parts[0], range(20)))
    assert made == [f"<p>number {n}</p>" for n in range(20)]


def test_a_daemon_made_by_fork_renders_in_a_child_of_its_own() -> None:
    render("begun before the fork")
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()
    process = context.Process(target=lambda: queue.put(render("forked").parts), daemon=True)
    process.start()
    process.join(20)
    assert process.exitcode == 0 and queue.get() == ("<p>forked</p>",)
    assert render("still here").parts == ("<p>still here</p>",)


def test_the_child_imports_neither_flask_nor_the_database() -> None:
    code = "import sys, blog.posts.renderer; print(*{name.split('.')[0] for name in sys.modules})"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"flask", "sqlalchemy", "werkzeug"} & set(found.stdout.split())


def test_ctrl_c_ends_a_server_and_its_child_at_once() -> None:
    code = (
        "import time; from blog.posts.rendering import render; "
        "render('x'); print('ready', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None and process.stdout.readline() == b"ready\n"
    os.killpg(process.pid, signal.SIGINT)
    # Its output ends when nobody holds it any more: neither the server nor the child.
    _, errors = process.communicate(timeout=10)
    assert errors.count(b"KeyboardInterrupt") == 1
