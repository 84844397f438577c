"""Letters to people: put into a folder, and sent from there by SMTP where a mail server is set.

    post = Post(Path("data/outbox"), server="smtp://kb:geslo@mail.obcina.si:587", sender="kb@obcina.si")
    post.put(invitation(address="ana@obcina.si", name="Ana", link="https://…", days=7, language="sl"))
    post.deliver()

A letter is in the folder before anything is sent, so that none is lost when the server is down or the process ends.
"""

from __future__ import annotations

from kb.mail.letters import Letter, comments_answered, invitation, new_password, password_changed
from kb.mail.post import Post
from kb.mail.server import MailServer, mail_server

__all__ = [
    "Letter",
    "MailServer",
    "Post",
    "comments_answered",
    "invitation",
    "mail_server",
    "new_password",
    "password_changed",
]
