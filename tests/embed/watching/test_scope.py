import pytest

from blog.embed.watching.scope import statement, statements
from tests.embed.watching.pages import BODY, SENTENCES, read


def counted(html: str) -> list[str]:
    return [block.text for block in statement(read(f"<body>{html}</body>"))]


def test_the_main_part_counts() -> None:
    html = f"<div>Before.</div><main><h1>Boats</h1>{BODY}</main><div>After.</div>"
    assert counted(html) == ["Boats", *SENTENCES]


def test_a_main_part_by_role_is_one() -> None:
    assert counted(f"<div>Before.</div><div role='main'>{BODY}</div>") == list(SENTENCES)


def test_an_empty_main_part_is_not_believed() -> None:
    assert counted(f"<main><p>Loading</p></main><div>{BODY}</div>") == ["Loading", *SENTENCES]


def test_a_main_part_that_only_one_version_has_decides_nothing() -> None:
    one, other = (
        read(f"<body><p>Gulls.</p><main>{BODY}</main></body>"),
        read(f"<body><p>Gulls.</p>{BODY}</body>"),
    )
    before, after = statements(one, other)
    assert [block.text for block in before] == [block.text for block in after] == ["Gulls.", *SENTENCES]


@pytest.mark.parametrize(
    "furniture",
    [
        "<nav>Home</nav>",
        "<header>Harbourline</header>",
        "<footer>Quay 4</footer>",
        "<aside>Gulls</aside>",
        "<div role='navigation'>Home</div>",
        "<div role='banner'>Harbourline</div>",
        "<div role='alertdialog'>Hello</div>",
        "<div class='Site-Header wide'>Harbourline</div>",
        "<div class='js-menu__list'>Home</div>",
        "<ul class='mainNav'><li>Home</li></ul>",
        "<div id='cookieConsent'>Biscuits</div>",
        "<div class='share-buttons'>Tell a gull</div>",
        "<div class='language-switcher'>Deutsch</div>",
        "<div class='comments-list'>I like boats.</div>",
    ],
)
def test_furniture_does_not_count(furniture: str) -> None:
    assert counted(furniture + BODY) == list(SENTENCES)


@pytest.mark.parametrize(
    "part",
    [
        "<article><header>By Ines</header></article>",
        "<section><footer>By Ines</footer></section>",
        "<article><aside>By Ines</aside></article>",
        "<article><div class='header'>By Ines</div></article>",
        "<div class='toc-content-heading'>By Ines</div>",
        "<div class='text-nav'>By Ines</div>",
        "<div id='cookies'>By Ines</div>",
        "<div class='modalities'>By Ines</div>",
        "<h2 class='header' id='related-posts'>By Ines</h2>",
        "<header><h1>By Ines</h1></header>",
        "<div class='page-header'><h1>By Ines</h1></div>",
    ],
)
def test_what_only_looks_like_furniture_counts(part: str) -> None:
    assert counted(part + BODY) == ["By Ines", *SENTENCES]


def test_a_name_cannot_hide_the_main_part() -> None:
    assert counted(f"<div class='overlay'><div>Gulls.</div><main>{BODY}</main></div>") == list(SENTENCES)
