"""The photo of a person for whoever verifies them: at home, at the counter of another county, at the door."""

from __future__ import annotations

from django.core import signing

from zulian.accounts.models import Post
from zulian.documents.models import Attachment
from zulian.foundation.audit import record
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.people.models import Person

SALT, LASTS = "certificates.portrait", 8 * 3600


def token_of(person: Person, post: Post) -> str:
    """What stands in the address of a photo: made for the post whose page shows it, for a working day."""
    return signing.dumps([person.pk, post.pk], salt=SALT)


@unit_of_work
def photo_of(token: str, post: Post) -> Attachment:
    """The photo of a token; looking is kept in the trail.

    Raises Attachment.DoesNotExist for a token that is over or another post's, and where no photo is kept any more.
    """
    try:
        person, shown_to = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature as error:
        raise Attachment.DoesNotExist from error
    if shown_to != post.pk:
        raise Attachment.DoesNotExist
    with scope(EVERYTHING):
        photo = Attachment.objects.get(pk__in=Person.objects.filter(pk=person).values("photo"))
        record("attachment.read", photo)
    return photo
