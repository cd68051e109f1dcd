"""Invented pages for trying deep links on: the same sentences again and again, in many scripts and elements."""

import html
import random
import re
import unicodedata
from dataclasses import dataclass, field

# What our reader, a browser and a page's source may have more or less of: it does not count in a place.
UNCOUNTED = re.compile("[\\s\u00ad\u200b]+")
# Scripts without spaces, where a passage may begin and end inside what looks like a word; not Katakana, which joins.
SPACELESS = re.compile("[\u0e01-\u0e2e\u0e40-\u0e44\u3040-\u309f\u4e00-\u9fff]")

WORDS = {
    "English": "Harbourline keeps every recording until members say otherwise; no partner may copy, sell or lend "
    "it. Don’t sign (yet) what “nobody” has read – a non-exclusive licence costs $1,000.50 or 5% of ticket "
    "sales: mail crew@harbourline.example or see https://harbourline.example/terms?v=2&x=a,b today",
    "French": "L’équipage garde l’eau à bord jusqu’à l’été ; « aucun » partenaire n’a reçu d’œuvres déjà vendues "
    "au café du port où naît la grève",
    "German": "Die Straße am Fluß heißt seit Jahren „Große Fähre“ und gehört niemandem außer den Übersetzern, die "
    "Öl, Äpfel und Nüsse fürs Schiff kaufen",
    "Polish": "Łódź płynie wolno, a żaden członek załogi nie oddał źródeł ani pieśni ćwiczonych o świcie",
    "Turkish": "İstanbul limanında ışık yandı; ılık rüzgâr kıyıya çarptı, ağır gemi yine döndü",
    "Vietnamese": "Người thủy thủ giữ lại những bài hát cũ và không bán chúng cho bất kỳ ai",
    "Greek": "Το λιμάνι κρατά τις ηχογραφήσεις όλων των μελών· κανείς δεν τις πουλάει πλέον",
    "Russian": "Порт хранит все записи своих членов, ещё ни один партнёр не получил их — и не получит",
    "Arabic": "يحتفظ الميناء بكل التسجيلات ولا يبيعها لأيّ شريك، إلى أن يقول الأعضاء غير ذلك في رسالةٍ مفتوحة",
    "Hebrew": "הנמל שומר על כל ההקלטות של החברים ואינו מוכר אותן לאיש, עד שיאמרו אחרת במכתב פתוח שָׁלוֹם",
    "Hindi": "बंदरगाह सभी सदस्यों की रिकॉर्डिंग रखता है और उन्हें किसी को नहीं बेचता",
    "Korean": "항구는 모든 회원의 녹음을 보관하며 누구에게도 팔지 않습니다",
    "Chinese": "港口 保存 所有 会员 的 录音， 从来 没有 卖给 任何 人。 除非 会员 同意， 我们 不会 出售 《第3条》 合同",
    "Japanese": "港は すべての 会員の 録音を 保管し、 だれにも 売りません。 "
    "契約書「第2条」に よれば、 データは 会員の ものです",
    "Thai": "ท่าเรือ เก็บ บันทึก เสียง ของ สมาชิก ทุกคน ไว้ และ ไม่ ขาย ให้ ใคร",
    "Signs": "👍🏽 we sail ❤️ at 6:30 a.m. & return by 18.45 h; C++ & C# <both> cost £20–£30 each, "
    "x² + y² = r² ½ 👩‍🚀 🇩🇪 _all_ #aboard §4(b)",
}
# How often blanks and words come in which form, in hundredths.
BLANKS = [" ", "\n   ", "&nbsp;", " <!-- x -->", " <span hidden>not shown </span>"]
BLANKS_WEIGHTS = [83, 10, 3, 2, 2]
DRESS = ["{}", "<b>{}</b>", '<a href="/x"><em>{}</em></a>', '{}<img src="/dot" alt="" width="4" height="4">']
DRESS_WEIGHTS = [88, 5, 5, 2]
SPACED = frozenset(WORDS) - {"Chinese", "Japanese", "Thai"}


@dataclass(frozen=True, slots=True)
class Passage:
    """From a counted character of a line to one of the same line or a later one."""

    first_line: int
    start: int
    last_line: int
    end: int


@dataclass
class Page:
    """A page's HTML; `lines` are the words shown, in order, `own` those of them that are no furniture."""

    dice: random.Random
    lines: list[str] = field(default_factory=list)
    own: list[int] = field(default_factory=list)
    html: str = ""

    def line(self, text: str, *, tag: str = "span", is_own: bool = True) -> str:
        """The element that holds a line."""
        number = len(self.lines)
        self.lines.append(text)
        if is_own:
            self.own.append(number)
        direction = ' dir="rtl"' if re.search("[\u0590-\u06ff]", text) else ""
        return f'<{tag} id="l{number}"{direction}>{self._marked_up(text)}</{tag}>'

    def _marked_up(self, text: str) -> str:
        return "".join(_dressed(self.dice, part) for part in re.split("( )", text))


def _dressed(dice: random.Random, part: str) -> str:
    """A word or a blank as HTML may have it: with elements, breaks, comments, pictures that change nothing of it."""
    if part == " ":
        return dice.choices(BLANKS, BLANKS_WEIGHTS)[0]
    word = html.escape(part)
    if part.isalpha() and len(part) > 6 and dice.random() < 0.1:
        return dice.choice(["{}&shy;{}", "{}<wbr>{}", "<strong>{}</strong>{}"]).format(part[:4], part[4:])
    return dice.choices(DRESS, DRESS_WEIGHTS)[0].format(word)


def make_page(seed: int) -> Page:
    """The page that a seed gives."""
    dice = random.Random(seed)  # noqa: S311
    page = Page(dice)
    said = [_sentences(dice) for _ in range(19)]
    lines = [*said, *(_varied(dice, text) for text in dice.sample(said, 4))]
    dice.shuffle(lines)
    terse = [_some_words(dice, dice.choice(lines)) for _ in range(4)]
    menu = "".join(page.line(text, tag="li", is_own=False) for text in terse)
    body = [f"<nav><ul>{menu}</ul></nav>"]
    body.append(f"<p style='display:none'>{html.escape(dice.choice(lines))}</p>")
    while lines:
        body.append(_element(dice, page, lines))
    body.append(f"<div aria-hidden='true'>{page.line(terse[1], is_own=False)}</div>")
    body.append(f"<footer>{page.line(dice.choice(terse), tag='p', is_own=False)}</footer>")
    body.append(page.line(terse[0], tag="button", is_own=False))
    page.html = "\n".join(body)
    return page


def _element(dice: random.Random, page: Page, lines: list[str]) -> str:
    """An element with the next line, or the next few."""
    kind = dice.choice(["p", "p", "p", "h2", "ul", "table", "br", "pre", "blockquote", "div"])
    if kind in ("p", "h2", "div"):
        return page.line(lines.pop(), tag=kind)
    few = [lines.pop() for _ in range(min(len(lines), dice.randint(2, 3)))]
    if kind == "ul":
        return f"<ul>{''.join(page.line(text, tag='li') for text in few)}</ul>"
    if kind == "table":
        return f"<table><tr>{''.join(page.line(text, tag='td') for text in few)}</tr></table>"
    if kind == "blockquote":
        return f"<blockquote>{''.join(page.line(text, tag='p') for text in few)}</blockquote>"
    if kind == "br":
        return f"<p>{'<br>'.join(page.line(text) for text in few)}</p>"
    return "<pre>" + "\n".join(page.line(text).replace("\n   ", " ") for text in few) + "</pre>"


def _sentences(dice: random.Random) -> str:
    """One to four sentences of one language, the last of them sometimes a repeat of the first."""
    language = dice.choice([*WORDS, *["English"] * 6])
    words = WORDS[language].split(" ")
    made = []
    for _ in range(dice.randint(1, 4)):
        sentence: list[str] = []
        for _ in range(dice.choice([1, 2, 3, 5, 9, 14])):
            first = dice.randrange(len(words))
            sentence += words[first : first + dice.randint(1, 4)]
        made.append((" " if language in SPACED else "").join(sentence))
    if len(made) > 1 and dice.random() < 0.4:
        made[-1] = made[0]
    return {"Chinese": "。", "Japanese": "。", "Thai": " "}.get(language, ". ").join(made) + (
        "." if language in SPACED else ""
    )


def _varied(dice: random.Random, text: str) -> str:
    """The text with another word in it, or in what a browser takes for the same."""
    chance = dice.random()
    if chance < 0.1:
        return text.upper() if "ß" not in text else text.lower()
    if chance < 0.2:
        bare = unicodedata.normalize("NFD", text)
        return "".join(char for char in bare if not "\u0300" <= char <= "\u036f").replace("’", "'")
    words = text.split(" ")
    words[dice.randrange(len(words))] = str(dice.randint(1, 99))
    return " ".join(words)


def _some_words(dice: random.Random, text: str) -> str:
    """A few words of a text, as menus and buttons repeat them."""
    words = text.split(" ")
    first = dice.randrange(len(words))
    return " ".join(words[first : first + dice.randint(1, 5)])


def pick_passage(page: Page) -> Passage:
    """A passage of one line, or over up to four; of whole words, in scripts that part them."""
    dice = page.dice
    first = dice.randrange(len(page.own))
    last = first if dice.random() < 0.7 else min(len(page.own) - 1, first + dice.randint(1, 3))
    first_line, last_line = page.own[first], page.own[last]
    starts = _edges(page.lines[first_line])[0]
    start = dice.choice(starts)
    ends = [end for end in _edges(page.lines[last_line])[1] if last > first or end > start]
    few = ends[: dice.choice([1, 3, 6, 12, 60])] if last == first else ends
    return Passage(first_line, start, last_line, dice.choice(few))


def _edges(text: str) -> tuple[list[int], list[int]]:
    """Where passages of a line may start and end, in counted characters."""
    starts, ends = [], []
    for word in re.finditer(r"[^\s\u00ad]+", text):
        letters = [at for at, char in enumerate(word.group()) if char.isalnum() or char == "_"]
        if not letters:
            continue
        before = len(counted(text[: word.start()]))
        starts.append(before + letters[0])
        said = word.group()
        ends.append(before + _end_of_letter(said, letters[-1]))
        free = [at for at in letters[1:] if SPACELESS.match(said[at]) and SPACELESS.match(said[at - 1])]
        starts += [before + at for at in free]
        ends += [before + at for at in free]
    return starts, ends


def _end_of_letter(word: str, at: int) -> int:
    """Where a letter ends together with its marks."""
    while at + 1 < len(word) and unicodedata.category(word[at + 1])[0] == "M":
        at += 1
    return at + 1


def counted(text: str) -> str:
    """The text without what does not count."""
    return UNCOUNTED.sub("", text)
