from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.embed.players.providers import USUAL, Provider, allowed, bundled, names, provider_of, read_choice
from blog.errors import Invalid


@pytest.mark.parametrize(
    ("scheme", "url", "is_known"),
    [  # the examples of oembed.com §2.1, and what they imply
        ("https://www.pictures.example/photos/*", "https://www.pictures.example/photos/a", True),
        ("https://www.pictures.example/photos/*/big/", "https://www.pictures.example/photos/a/b/big/", True),
        ("https://www.pictures.example/photos/*", "https://www.pictures.example/sets/a", False),
        ("https://*.pictures.example/photos/*", "https://ada.pictures.example/photos/a", True),
        ("https://*.pictures.example/photos/*", "https://ada.eu.pictures.example/photos/a", True),
        ("https://*.pictures.example/photos/*", "https://pictures.example/photos/a", True),
        ("https://*.pictures.example/photos/*", "https://badpictures.example/photos/a", False),
        ("https://*.pictures.example/photos/*", "https://pictures.example.evil.example/photos/a", False),
        ("https://*.pictures.example/photos/*", "https://evil.example/pictures.example/photos/a", False),
        ("https://*.pictures.example/photos/*", "https://evil.example/?pictures.example/photos/a", False),
        ("https://*.pictures.example/photos/*", "https://pictures.example:8443/photos/a", False),
        # http, www and m are no difference
        ("https://www.pictures.example/p/*", "http://pictures.example/p/a", True),
        ("https://pictures.example/p/*", "https://www.pictures.example/p/a", True),
        ("https://pictures.example/p/*", "https://m.pictures.example/p/a", True),
        # a star in the path is anything, query included; what else has a meaning to regular expressions has none
        ("https://films.example/watch*", "https://films.example/watch?v=a&t=1", True),
        ("https://films.example/list?id=*", "https://films.example/list?id=a", True),
        ("https://films.example/list?id=*", "https://films.example/lisid=a", False),
        ("https://films.example/a.b", "https://films.example/axb", False),
    ],
)
def test_a_star_in_a_scheme_stands_for_subdomains_or_for_any_path(
    scheme: str, url: str, is_known: bool
) -> None:
    assert Provider("Any", schemes=(scheme,)).knows(url) is is_known


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://soundcloud.com/someone/a-track", "SoundCloud"),
        ("https://on.soundcloud.com/AbCd", "SoundCloud"),
        ("https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC?si=1", "Spotify"),
        ("https://www.youtube.com/watch?v=aaaaaaaaaaa", "YouTube"),
        ("https://youtube.com/watch?v=aaaaaaaaaaa", "YouTube"),
        ("https://m.youtube.com/watch?v=aaaaaaaaaaa", "YouTube"),
        ("https://youtu.be/aaaaaaaaaaa", "YouTube"),
        ("https://www.youtube.com/shorts/aaaaaaaaaaa", "YouTube"),
        ("https://vimeo.com/12345", "Vimeo"),
        ("https://someone.bandcamp.com/track/a-song", "Bandcamp"),
        ("https://someone.bandcamp.com/", ""),
        ("https://bsky.app/profile/someone.example/post/3kaaaaaaaaa2x", "Bluesky"),
        ("https://keepers.example/@ada/110000000000000001", "Mastodon"),
        ("https://keepers.example/users/ada/statuses/110000000000000001", "Mastodon"),
        ("https://keepers.example/about", ""),
        # YouTube's own addresses with an @ are YouTube's, or nobody's: never Mastodon's word for them
        ("https://www.youtube.com/watch/@ada/1", "YouTube"),
    ],
)
def test_the_usual_providers_know_their_addresses(url: str, name: str) -> None:
    found = provider_of(url, allowed(None))
    assert (found.name if found else "") == name


def test_the_list_is_whole() -> None:
    assert len({provider.name for provider in bundled()}) == len(bundled()) >= 35
    assert set(USUAL) <= {provider.name for provider in bundled()}
    for provider in bundled():
        assert provider.schemes or provider.anywhere
        assert provider.endpoint.startswith("https://") or provider.endpoint == ""
        assert all(scheme.startswith("https://") and urlsplit(scheme).path for scheme in provider.schemes)
        assert all(host == host.lower() and "*" not in host and "/" not in host for host in provider.frames)
        assert not provider.anywhere or provider.endpoint_path.startswith("/")


def test_only_what_was_chosen_is_allowed() -> None:
    assert [provider.name for provider in allowed([])] == []
    assert {provider.name for provider in allowed(["TED", "Vimeo"])} == {"TED", "Vimeo"}
    assert {provider.name for provider in allowed(None)} == set(USUAL)


def test_a_choice_is_kept_in_the_order_of_the_list_and_unknown_names_are_refused() -> None:
    assert read_choice(["TED", "Vimeo", "TED"]) == ["Vimeo", "TED"]
    assert names()[: len(USUAL)] == list(USUAL)
    with pytest.raises(Invalid) as refused:
        read_choice(["Vimeo", "Nothing Such"])
    assert "Nothing Such" in refused.value.message


@given(st.text(alphabet="/:?#@.%[]htps-ayoutbevimcl", max_size=60))
def test_no_address_of_another_host_is_known(rest: str) -> None:
    url = f"https://elsewhere.example/{rest}"
    assert not any(p.knows(url) for p in allowed(["YouTube", "Vimeo", "SoundCloud", "Bandcamp"]))
