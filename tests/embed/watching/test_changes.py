import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.embed.watching.changes import Kind, compare, digest
from blog.embed.watching.explaining import Reason
from blog.embed.watching.scope import Page
from blog.embed.watching.soft_errors import SoftError
from blog.sources.blocks import Block, full_text, with_outside
from tests.embed.statements import blocks_of
from tests.embed.watching.pages import BODY, SENTENCES, page, read

COOKIES = "<div><p>We use cookies to run this site.</p><p>Accept all</p></div>"


def reasons_of(before: Page, after: Page) -> set[Reason]:
    change = compare(before, after)
    assert change.kind is Kind.NOISE, change
    assert not change.touched
    return set(change.reasons)


def test_an_unchanged_page_is_no_change() -> None:
    assert compare(page(), page()).kind is Kind.NONE


@pytest.mark.parametrize(
    "edited",
    [
        BODY.replace("nine passengers", "eight passengers"),
        BODY.replace("will end", "will not end"),
        BODY.replace("first of November", "second of November"),
        BODY.replace("the crew boat", "the Crew boat"),
        BODY.replace("booked before", "booked, before"),
        BODY.replace(f"<p>{SENTENCES[1]}</p>", ""),
        BODY + "<p>This notice is not final.</p>",
        BODY + "<p>Effective 1 May 2031</p>",
        BODY.replace("will end.", "will end on 3 May 2031."),
    ],
    ids=lambda _: "edit",
)
def test_a_changed_word_makes_a_version(edited: str) -> None:
    change = compare(page(), page(edited))
    assert change.kind is Kind.VERSION
    assert len(change.touched) == 1


def test_a_date_that_the_statement_names_is_its_own_word() -> None:
    before = page(BODY + "<p>The last boat leaves on 3 May 2031 at 22:15.</p>")
    after = page(BODY + "<p>The last boat leaves on 4 May 2031 at 22:15.</p>")
    assert compare(before, after).kind is Kind.VERSION


@pytest.mark.parametrize(
    ("was", "now", "reason"),
    [
        ("<p>Last updated: 3 May 2031</p>", "<p>Last updated: 11 June 2031, 14:05</p>", Reason.DATES),
        ("<p>It is 14:05</p>", "<p>It is 14:06</p>", Reason.DATES),
        ("<p>Published 2 hours ago</p>", "<p>Published yesterday</p>", Reason.DATES),
        ("<p>Zuletzt geändert am 3. Mai 2031</p>", "<p>Zuletzt geändert am 4. Mai 2031</p>", Reason.DATES),
        ("", "<p>Updated 3 May 2031</p>", Reason.DATES),
        (
            "<p>Ines Okafor, updated on 3 May 2031</p>",
            "<p>Ines Okafor, updated on 4 May 2031</p>",
            Reason.DATES,
        ),
        ("<p>© 2030 Harbourline</p>", "<p>© 2031 Harbourline</p>", Reason.DATES),
        ("<p>1,204 views</p>", "<p>1.3K views</p>", Reason.COUNTERS),
        ("<p>12 comments · 3 likes</p>", "<p>15 comments · 4 likes</p>", Reason.COUNTERS),
        ("", "<p>5 min read</p>", Reason.COUNTERS),
        ("<p>Boats “only”</p>", '<p>Boats "only"</p>', Reason.TYPOGRAPHY),
        ("<p>co-operate</p>", "<p>co‑operate</p>", Reason.TYPOGRAPHY),
        ("<p>See the fares here.</p>", '<p>See the <a href="/f">fares</a> here.</p>', Reason.LINKS),
        ("<p>One boat. Two boats.</p>", "<p>One boat.</p><p>Two boats.</p>", Reason.STRUCTURE),
        ("<p>• One boat</p>", "<ul><li>One boat</li></ul>", Reason.TYPOGRAPHY),
    ],
)
def test_noise_is_told_apart(was: str, now: str, reason: Reason) -> None:
    assert reasons_of(page(BODY + was), page(BODY + now)) == {reason}


def test_links_that_lead_elsewhere_are_noise() -> None:
    before, after = (page(f'{BODY}<p>See <a href="{href}">fares</a>.</p>') for href in ("/a", "/b"))
    assert reasons_of(before, after) == {Reason.LINKS}


@pytest.mark.parametrize(
    "around",
    [
        "<aside><h2>Related</h2><p>Harbourline wins a prize for its buoys.</p></aside>",
        '<div class="related-posts"><p>Harbourline wins a prize for its buoys.</p></div>',
        '<div class="c-newsletter"><p>Write to us and get a timetable every month.</p></div>',
        '<div role="dialog"><p>Rate your last trip with us now.</p></div>',
        '<div id="onetrust-banner-sdk"><p>We value what you value.</p></div>',
        '<ul class="site-nav"><li>Timetable</li></ul>',
        "<p>Not in the main part.</p>",
    ],
)
def test_what_stands_beside_the_statement_is_noise(around: str) -> None:
    assert reasons_of(page(), page(around=around)) == {Reason.CHROME}
    assert reasons_of(page(around=around), page()) == {Reason.CHROME}


@pytest.mark.parametrize("cookies", [COOKIES + BODY, BODY + COOKIES])
def test_a_cookie_banner_without_a_telling_name_is_noise(cookies: str) -> None:
    def bare(body: str) -> Page:
        return read(f"<body>{body}</body>")

    assert reasons_of(bare(BODY), bare(cookies)) == {Reason.CONSENT}


def test_a_list_of_related_links_is_noise() -> None:
    def with_links(*titles: str) -> Page:
        return page(BODY + "".join(f'<div><a href="/{t}">{t} in the harbour</a></div>' for t in titles))

    assert reasons_of(with_links("Seals", "Gulls", "Buoys"), with_links("Seals", "Crabs", "Buoys")) == {
        Reason.CHROME
    }


def test_a_policy_on_cookies_may_change() -> None:
    before = page(
        f"{BODY}<section id='cookies'><h2>Cookies</h2><p>We use cookies to sell fares.</p></section>{BODY}"
    )
    after = page(
        f"{BODY}<section id='cookies'><h2>Cookies</h2><p>We use no cookies at all.</p></section>{BODY}"
    )
    assert compare(before, after).kind is Kind.VERSION


def test_paragraphs_in_another_order_are_noise() -> None:
    turned = "".join(f"<p>{sentence}</p>" for sentence in reversed(SENTENCES))
    assert reasons_of(page(), page(turned)) == {Reason.ORDER}


def test_answers_that_change_places_are_a_change() -> None:
    before, after = (
        page(f"{BODY}<dl><dt>Night boats</dt><dd>{a}</dd><dt>Refunds</dt><dd>{b}</dd></dl>")
        for a, b in (("Yes", "No"), ("No", "Yes"))
    )
    assert compare(before, after).kind is Kind.VERSION


def test_a_second_copy_for_small_screens_is_noise() -> None:
    assert reasons_of(page(), page(BODY + BODY)) == {Reason.REPEATED}


def test_a_page_that_returns_to_an_earlier_state_is_not_changed() -> None:
    first, second = page(), page(BODY.replace("will end", "may end"))
    assert compare(second, first).kind is Kind.VERSION
    returned = compare(second, first, earlier=[digest(first)])
    assert returned.kind is Kind.NOISE
    assert returned.reasons == (Reason.RETURNED,)


def test_a_quoted_passage_is_touched_by_an_earlier_state_too() -> None:
    first, second = page(), page(BODY.replace("will end", "may end"))
    start = full_text(second.blocks).index("may end")
    change = compare(second, first, earlier=[digest(first)], quoted=[(start, start + 7)])
    assert change.kind is Kind.VERSION
    assert change.touched


def test_a_digest_does_not_see_noise() -> None:
    stamped = page(BODY + "<p>Last updated: 3 May 2031</p>", around="<aside>Gulls</aside>")
    assert digest(stamped) == digest(page())
    assert digest(page()) != digest(page(BODY.replace("will", "may")))


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<body><h1>Page not found</h1><p>Try the timetable instead.</p></body>", SoftError.ERROR),
        ("<body><main><h1>404</h1></main></body>", SoftError.ERROR),
        ("<body><h2>This page isn’t available</h2><p>Try reloading.</p></body>", SoftError.ERROR),
        ("<body><h1>Seite nicht gefunden</h1></body>", SoftError.ERROR),
        ("<body><div id='app'></div></body>", SoftError.EMPTY),
        ("<body><div>Loading</div></body>", SoftError.EMPTY),
        ("<body><h1>Just a moment</h1><p>Verify you are human.</p></body>", SoftError.WALL),
        (
            "<body><div role='dialog'><p>We and our partners use cookies.</p>Accept all</div></body>",
            SoftError.WALL,
        ),
        ("<body><p>Please enable JavaScript to use Harbourline.</p></body>", SoftError.WALL),
        ("<body><p>Log in to read this notice.</p></body>", SoftError.WALL),
        (f"<body><main><p>{SENTENCES[0]}</p></main></body>", SoftError.COLLAPSED),
    ],
)
def test_a_page_that_is_not_the_page_is_a_soft_error(html: str, kind: SoftError) -> None:
    change = compare(page(), read(html))
    assert (change.kind, change.soft_error) == (Kind.SOFT_ERROR, kind)
    assert compare(page(), read(html), quoted=[(0, 60)]).kind is Kind.SOFT_ERROR


def test_a_page_that_comes_back_from_an_error_is_a_version() -> None:
    assert compare(read("<body><h1>Page not found</h1></body>"), page()).kind is Kind.VERSION


def test_a_statement_about_missing_pages_is_no_error() -> None:
    said = f"{BODY}<p>Page not found: so our site said all night, and we are sorry.</p>"
    assert compare(page(), page(said)).kind is Kind.VERSION


def test_a_quoted_passage_that_is_touched_makes_a_version() -> None:
    before = page(BODY + "<p>Last updated: 3 May 2031</p>")
    after = page(BODY + "<p>Last updated: 4 May 2031</p>")
    text = full_text(before.blocks)
    stamp, sentence = text.index("Last updated"), text.index(SENTENCES[0])
    date = (stamp, stamp + len("Last updated: 3 May 2031"))
    assert compare(before, after, quoted=[(sentence, sentence + 40)]).kind is Kind.NOISE
    change = compare(before, after, quoted=[(sentence, sentence + 40), date])
    assert change.kind is Kind.VERSION
    assert change.quoted == (date,)


def test_a_quoted_passage_is_not_touched_by_layout_or_typography() -> None:
    before, after = page("<p>A boat. Its “crew”.</p>" + BODY), page('<p>A boat.</p><p>Its "crew".</p>' + BODY)
    start = full_text(before.blocks).index("A boat")
    assert compare(before, after, quoted=[(start, start + 19)]).quoted == ()


def test_only_what_an_author_confirmed_counts() -> None:
    def confirmed(body: str, others: str) -> Page:
        whole = page(body, around=f"<p>{others}</p>")
        main = {block.id for block in whole.blocks if "/main[" not in block.place}
        return Page(with_outside(whole.blocks, main))

    quiet = compare(confirmed(BODY, "Gulls"), confirmed(BODY, "Seals"))
    assert (quiet.kind, quiet.reasons) == (Kind.NOISE, (Reason.CHROME,))
    assert compare(confirmed(BODY, "Gulls"), confirmed(BODY + "<p>More.</p>", "Gulls")).kind is Kind.VERSION


def test_a_page_without_a_main_part_is_compared_whole() -> None:
    before, after = (
        read(f"<body><nav>Home</nav><div class='menu'>Fares</div>{body}<footer>Quay 4</footer></body>")
        for body in (BODY, BODY.replace("seat", "bunk"))
    )
    assert len(compare(before, after).touched) == 1


def test_a_class_name_cannot_hide_most_of_a_page() -> None:
    before, after = (
        read(f"<body><div class='modal'>{body}</div></body>") for body in (BODY, BODY.replace("seat", "bunk"))
    )
    assert compare(before, after).kind is Kind.VERSION


LINES = st.lists(
    st.text("abcdefgh ä“’-.1", min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=12
)


@given(LINES)
def test_nothing_is_ever_changed_against_itself(lines: list[str]) -> None:
    blocks = blocks_of(*lines)
    assert compare(Page(blocks), Page(list(blocks))).kind is Kind.NONE


@given(LINES, LINES)
def test_a_version_has_something_to_show(before: list[str], after: list[str]) -> None:
    change = compare(Page(blocks_of(*before)), Page(blocks_of(*after)))
    assert (change.kind is Kind.VERSION) == bool(change.touched)
    assert change.kind is not Kind.NONE or before == after


LONG = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5, unique=True)


@given(LONG, st.randoms())
def test_order_alone_is_never_a_version(lines: list[str], dice: object) -> None:
    turned = list(lines)
    dice.shuffle(turned)  # type: ignore[attr-defined]
    kind = compare(Page(blocks_of(*lines)), Page(blocks_of(*turned))).kind
    assert kind is (Kind.NONE if turned == lines else Kind.NOISE)


@given(LONG, st.integers(0, 4))
def test_a_new_sentence_is_always_a_version(lines: list[str], place: int) -> None:
    after = list(lines)
    after.insert(min(place, len(lines)), "Harbourline also ends the mail boat.")
    change = compare(Page(blocks_of(*lines)), Page(blocks_of(*after)))
    assert change.kind is Kind.VERSION
    assert [now.text for _, now in change.touched if isinstance(now, Block)] == [
        "Harbourline also ends the mail boat."
    ]
