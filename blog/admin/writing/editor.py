"""What the editor page holds: the fields as typed, what is wrong with them, and the preview."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from blog.accounts.models import User
from blog.database import row_number
from blog.errors import Invalid
from blog.posts.models import Post, Tag
from blog.posts.writing.autosaving import editor_key, finish, new_key, step_of
from blog.posts.writing.drafts import Draft
from blog.posts.writing.fields import FIELDS, fields_of
from blog.posts.writing.mending import Checked, checked, mend
from blog.posts.writing.models import Autosave
from blog.posts.writing.saving import Prepared
from blog.reading.posts import PostView, view_post
from blog.site import Site
from blog.typed import printable


@dataclass(slots=True)
class Editor:
    """The editor of a stored post, or of one that is not stored yet. `seen` is the revision it was opened on.

    `theirs` is what someone else stored meanwhile, field by field, where it differs from what was typed.
    """

    values: dict[str, str]
    seen: int = 0
    post: Post | None = None
    errors: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, str] | None = None
    reason: str = ""  # to withdraw, as typed
    thread: dict[str, str] = field(default_factory=dict)  # what is chosen for the post's thread, as typed
    preview: PostView | None = None
    checked: list[Checked] = field(default_factory=list)  # the quotations, as previewed or as stored
    is_stored: bool = False  # the fields are as the post has them
    key: str = field(default_factory=new_key)
    step: int = 0
    continues: str = ""  # the autosave that this editor went on from: its key and step

    @classmethod
    def of(cls, post: Post) -> "Editor":
        """The editor as it opens on a stored post."""
        return cls(fields_of(post), seen=post.revision, post=post, thread=thread_of(post), is_stored=True)

    @classmethod
    def sent(cls, form: Mapping[str, str], post: Post | None) -> "Editor":
        """The editor as it was sent."""
        seen = row_number(form.get("seen", "")) or 0
        values = {name: form.get(name, "") for name in FIELDS}
        return cls(
            values,
            seen=seen,
            post=post,
            thread=thread_of(post) if post else {},
            key=editor_key(form.get("writing", "")) or new_key(),
            step=step_of(form.get("step", "")),
            continues=form.get("continues", ""),
        )

    @classmethod
    def of_unsaved(cls, kept: Autosave) -> "Editor":
        """The editor as it was left, to go on in a new window: what was kept goes once that has kept it too."""
        editor = cls.sent(kept.fields, kept.post)
        editor.seen, editor.continues = kept.seen, f"{kept.key} {kept.step}"
        return editor

    @property
    def hidden(self) -> dict[str, object]:
        """What goes with the form without being typed."""
        post = self.post.id if self.post else ""
        return {
            "seen": self.seen,
            "post": post,
            "writing": self.key,
            "step": self.step,
            "continues": self.continues,
        }

    def finish(self, *, by: User) -> None:
        """Its words were saved: nothing of them is kept as unsaved."""
        before, _, step = self.continues.partition(" ")
        finish(self.key, step=self.step, by=by)
        finish(editor_key(before), step=step_of(step), by=by)

    def draft(self) -> Draft:
        """The fields, checked. Raises `Invalid` for the first that is wrong."""
        return Draft.parse(**self.values)

    def show(self, prepared: Prepared, site: Site, *, by: User) -> None:
        """Hold the page that the draft would make, and what checking its quotations found."""
        self.preview = preview(prepared, self.post, site, by=by)
        self.checked = checked(prepared.draft.body, prepared.bound.quotations)

    def mend(self, prepared: Prepared, number: str) -> None:
        """Put the source's words into the quotation of that number. Raises `NotFound` where there is none to mend."""
        body, gist = mend(prepared.draft.body, prepared.draft.gist, prepared.bound, number)
        self.values |= {"body": body, "gist": gist}

    def refuse(self, error: Invalid) -> None:
        self.errors[error.field or "body"] = error.message

    def meet(self, stored: Post) -> None:
        """Hold what is stored by now against what was typed; saved again, this editor has seen it."""
        theirs = fields_of(stored)
        mine = {name: printable(words).strip() for name, words in self.values.items()}
        self.theirs = {name: words for name, words in theirs.items() if words.strip() != mine[name]}
        self.seen = stored.revision


def thread_of(post: Post) -> dict[str, str]:
    """What the post asks of its thread, as the form shows it: empty where that is what the site asks."""
    chosen = {name: getattr(post, name) for name in ("close_after_days", "slow_seconds")}
    return {name: "" if value is None else str(value) for name, value in chosen.items()}


def preview(prepared: Prepared, post: Post | None, site: Site, *, by: User) -> PostView:
    """The page that a draft would make; nothing of it is stored."""
    draft = prepared.draft
    shown = Post(
        slug=draft.slug or (post.slug if post else ""),
        title=draft.title,
        gist=draft.gist,
        author=post.author if post else by,
        tags=[Tag(slug="", name=name) for name in draft.tags],
        published_at=post.published_at if post else None,
        updated_at=post.updated_at if post else None,
    )
    bound = prepared.bound
    return view_post(
        shown,
        site,
        rendered=bound.rendered,
        reposts=bound.reposts,
        quotations=bound.quotations,
        embeds=bound.embeds,
    )
