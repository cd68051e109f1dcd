"""The main job, end to end, as two people do it in real browsers: repost a statement, answer it, be answered."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree import ElementTree

import mf2py
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPerson, RunningSite
from tests.letters import RealPost, real_post

PASSWORD = "a quay, a logbook and a horn"
HOSTILE = "<script>document.title='x'</script> & “<b>bold</b>”"
ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass
class Written:
    """The post that the test writes: its body, and the sentence that its commentary and its quotation share."""

    post: RealPost

    @property
    def quote(self) -> str:
        found = re.findall(r"“([^”]+)”", self.post.commentary)
        return next(words for words in found if words in self.post.letter)

    @property
    def body(self) -> str:
        commentary = "\n\n".join(self.post.commentary.splitlines())
        changed = self.quote.replace("never", "seldom")
        blocks = [
            f"/// statement | {self.post.url}\n\n//// note | 2\nMy note, beside the second paragraph.\n////\n///",
            f"/// quote | {self.post.url}\n{self.quote}\n///",
            f"/// quote | {self.post.url}\n{changed}\n///",
            f"/// quote | {self.post.url}\nOur parrots audit every invoice before breakfast.\n///",
        ]
        return "\n\n".join([commentary, *blocks])


def test_a_statement_is_reposted_answered_and_discussed(site: RunningSite, new_person: NewPerson) -> None:
    written = Written(real_post())
    owner, reader = new_person(), new_person()
    set_up(owner, site)
    answer_the_statement(owner, site, written)
    publish(owner, written)
    post_url = owner.url

    join(reader, site, "Noor Hale", "noor@example.org")
    comment(reader, post_url, f"Read it twice. {HOSTILE}")
    expect(reader.locator("main")).to_contain_text("moderator")
    approve(owner, site, "Noor Hale")
    reply(owner, post_url, "Twice is once more than most.")

    stranger = new_person()
    stranger.goto(post_url)
    check_statement(stranger, written.post)
    check_verdicts(stranger, written)
    check_thread(stranger)
    check_microformats(stranger, written.post)
    check_statement_page(stranger, written.post)
    check_feed(stranger, site, written)


def set_up(page: Page, site: RunningSite) -> None:
    page.goto(site.setup_link())
    page.get_by_label("Display name").fill("Mara Lind")
    page.get_by_label("Email").fill("mara@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("The site’s name").fill("The Second Reading")
    page.get_by_label("Time zone").fill("Europe/Berlin")
    page.get_by_role("button", name="Set up").click()
    expect(page).to_have_url(re.compile(r"/admin/$"))


def answer_the_statement(page: Page, site: RunningSite, written: Written) -> None:
    page.goto(f"{site.url}/admin/")
    page.get_by_role("main").get_by_role("link", name="Answer a statement").first.click()
    # The line names the source; the address field stays empty.
    page.get_by_text("Paste it").click()
    page.get_by_label("Statement", exact=True).fill(
        f"Original link: {written.post.url}\n{written.post.letter}"
    )
    page.get_by_role("button", name="Keep it and open a draft").click()
    expect(page.get_by_label("Body")).to_have_value(
        re.compile(re.escape(f"/// statement | {written.post.url}"))
    )


def publish(page: Page, written: Written) -> None:
    page.get_by_label("Title").fill(written.post.title)
    page.get_by_label("Gist").fill(f"“{written.quote}”")
    page.get_by_label("Tags").fill("Terms of use")
    page.get_by_label("Body").fill(written.body)
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview")).to_contain_text("My note, beside the second paragraph.")
    page.get_by_role("button", name="Publish…").click()
    expect(page).to_have_url(re.compile(r"/publication$"))
    for _ in range(3):  # what the jobs find of links meanwhile is asked about, too
        for box in page.get_by_role("checkbox", name="It may stay as it is").all():
            box.check()
        with page.expect_navigation():
            page.get_by_role("button", name="Publish now").click()
        if not page.url.endswith("/publication"):
            break
    expect(page).to_have_url(re.compile(r"/\d{4}/\d{1,2}/\d{1,2}/[a-z0-9-]+/$"))


def join(page: Page, site: RunningSite, name: str, email: str) -> None:
    page.goto(f"{site.url}/register")
    page.get_by_label("Display name").fill(name)
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Register").click()
    page.goto(site.mailed_link(page, email))
    page.get_by_role("button", name="Confirm").click()
    if page.get_by_label("Password").count():
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()


def comment(page: Page, post_url: str, body: str) -> None:
    page.goto(post_url)
    page.get_by_label("Comment", exact=True).fill(body)
    page.get_by_role("button", name="Comment", exact=True).click()


def approve(page: Page, site: RunningSite, name: str) -> None:
    page.goto(f"{site.url}/admin/comments/")
    expect(page.get_by_role("main")).to_contain_text(name)
    page.locator("article.case", has_text=name).get_by_role("button", name="Approve").click()
    expect(page.get_by_role("status").first).to_be_visible()


def reply(page: Page, post_url: str, body: str) -> None:
    page.goto(post_url)
    page.locator("#comments").get_by_role("link", name="Reply").first.click()
    page.get_by_label("Comment", exact=True).fill(body)
    page.locator("form.write").get_by_role("button").first.click()


def check_statement(page: Page, post: RealPost) -> None:
    """Paragraph for paragraph the letter's own words, each part in its place."""
    lines = post.letter.splitlines()
    sheet = page.locator("article.statement")
    shown = [row.strip() for row in sheet.locator(".para :is(p, li, h3)").all_text_contents()]
    appendix = sheet.locator("details > summary").text_content() or ""
    title_of_appendix = next(line for line in lines if appendix.strip().startswith(line))
    assert sheet.locator(".p-name").text_content() == lines[0]
    assert (sheet.locator(".meta").text_content() or "").strip() == lines[1]
    assert shown == [line for line in lines[2:] if line != title_of_appendix]
    headings = sheet.locator(".para h3").all_text_contents()
    assert [h.strip() for h in headings] == [
        line for line in lines if len(line) < 60 and line[-1] in "?:" and line != title_of_appendix
    ]
    assert sheet.locator(".p-author").text_content() == lines[1].split(";")[0]
    original = sheet.get_by_role("link", name="Read the original").get_attribute("href") or ""
    assert original.startswith(f"{post.url}#:~:text=")
    assert sheet.get_by_text("not compared with the original").count() == 1
    assert "✓" not in (page.locator("main").text_content() or "")


def check_verdicts(page: Page, written: Written) -> None:
    figures = page.locator("figure.quoted")
    verdicts = [q.get_attribute("data-verdict") for q in figures.locator("blockquote").all()]
    assert verdicts == ["verbatim", "altered", "not-found"]
    assert figures.nth(0).locator("blockquote").get_attribute("cite") == written.post.url
    difference = figures.nth(1).locator(".diff")
    assert (difference.locator("del").last.text_content(), difference.locator("ins").last.text_content()) == (
        "never",
        "seldom",
    )


def check_thread(page: Page) -> None:
    first = page.locator("#comments li.comment").first
    assert HOSTILE.replace("<b>", "").replace("</b>", "") not in (first.text_content() or "")
    expect(first).to_contain_text(HOSTILE)
    expect(first.locator("li.comment")).to_contain_text("Twice is once more than most.")
    expect(first.locator("li.comment .badge")).to_have_text("author")


def check_microformats(page: Page, post: RealPost) -> None:
    items = mf2py.parse(doc=page.content(), url=page.url)["items"]
    entries = [item for item in items if "h-entry" in item["type"]]
    assert len(entries) == 1
    entry = entries[0]["properties"]
    assert entry["name"] == [post.title]
    assert entry["author"][0]["properties"]["name"] == ["Mara Lind"]
    assert entry["published"] and entry["content"]
    reposted = entry["repost-of"]
    assert len(reposted) == 1 and reposted[0]["type"] == ["h-cite"]
    assert reposted[0]["properties"]["url"] == [post.url]
    comments = entry["comment"]
    assert [c["type"] for c in comments] == [["h-cite"]]


def check_statement_page(page: Page, post: RealPost) -> None:
    post_url = page.url
    words = page.locator("article.statement .para :is(p, h3, h4)").all_text_contents()
    page.get_by_role("link", name="Versions, and posts on it").click()
    shown = page.locator("article.statement .para :is(p, h2, h3)").all_text_contents()
    assert [line.strip() for line in shown] == [line.strip() for line in words]
    assert page.locator("article.statement .p-name").text_content() == post.letter.splitlines()[0]
    assert page.locator(f"main a[href='{urlsplit(post_url).path}']").count() >= 1
    page.goto(post_url)


def check_feed(page: Page, site: RunningSite, written: Written) -> None:
    answer = page.request.get(f"{site.url}/feed.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    entries = ElementTree.fromstring(answer.body()).findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [written.post.title]
    content = entries[0].findtext(f"{ATOM}content") or ""
    assert written.post.letter.splitlines()[0].replace("'", "&#39;") in content
    assert "seldom" in content and "<script" not in content
