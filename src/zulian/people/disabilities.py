"""The kinds of disability (残疾类别) as every register names them."""

from django.utils.translation import gettext_lazy as _

CATEGORIES = (
    (1, _("视力")),
    (2, _("听力")),
    (3, _("言语")),
    (4, _("肢体")),
    (5, _("智力")),
    (6, _("精神")),
    (7, _("多重")),
)
GRADES = ((1, _("一级")), (2, _("二级")), (3, _("三级")), (4, _("四级")))
# What is assessed: 多重 follows from several of them.
SINGLE = CATEGORIES[:-1]
