"""The actions of the audit trail (审计日志) in words: what was done, to what kind of thing.

An action is recorded as `noun.verb`; a test holds that every one has its words here. What differs with one noun stands in SPECIAL.
"""

from __future__ import annotations

from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zulian.accounts.action_nouns import NOUNS
from zulian.accounts.action_verbs import VERBS

SPECIAL = {
    "assignment.close_by_register": _("按台账办结"),
    "assignment.drop": _("取消"),
    "assignment.sign": _("签收"),
    "assignment.verify": _("审核通过"),
    "attachment.forget": _("清除内容"),
    "site.keep_keys": _("确认密钥已另存"),
    "case.find": _("出具评定意见"),
    "case.find_otherwise": _("出具评定意见"),
    "case.check_finding": _("核对评定结论"),
    "case.pass_city": _("市级审核通过"),
    "case.release": _("准予迁出"),
    "certificate.cancel": _("注销"),
    "circular.close": _("年终结账"),
    "assignment.give_back": _("退回上年"),
    "assignment.handler": _("指定承办人"),
    "assignment.follow": _("随上级任务变动"),
    "assignment.join": _("并到上级任务办理"),
    "assignment.part": _("与上级任务分开办理"),
    "clause.map": _("对应上级条款"),
    "circular.match": _("按内容对应上级条款"),
    "task.move-day": _("任务时限随年度改动"),
    "task.reword": _("任务随条款改文字"),
    "task.move": _("任务随条款拆分"),
    "clause.correct": _("更正承接关系"),
    "task.map": _("定随上级办理"),
    "assignment.reopen": _("抽查退回"),
    "circular.recall": _("收回"),
    "circular.discard": _("删除草稿"),
    "bulletin.draft": _("起草"),
    "bulletin.drop": _("作废草稿"),
    "bulletin.edit": _("修改文字"),
    "bulletin.issue": _("印发"),
    "spot_check.draw": _("抽取"),
    "spot_check.settle": _("核实"),
    "circular.receive": _("收文"),
    "region.due": _("列出应建未建的台账"),
    "department.end": _("登记撤并"),
    "filing.accept": _("审核通过"),
    "filing.count": _("统计"),
    "filing.fill": _("取数"),
    "filing.hand_in": _("上报"),
    "filing.issue": _("布置"),
    "filing.lock": _("锁定"),
    "filing.put_off": _("改上报期限"),
    "filing.remind": _("催报"),
    "filing.send_back": _("退回"),
    "ownform.choose_sheet": _("换工作表"),
    "ownform.drop": _("删除草稿"),
    "ownform.enable": _("启用"),
    "ownform.end": _("停用"),
    "ownform.replace": _("换用新版本"),
    "ownform.take_in": _("上传读入"),
    "ownform.version": _("另立新版本"),
    "case.parts": _("补登各类等级"),
    "certificate.parts": _("补登各类等级"),
    "scheme.change": _("修改名称"),
    "scheme.count": _("计分"),
    "scheme.draft": _("起草"),
    "scheme.extend": _("顺延异议期"),
    "scheme.drop": _("删除草稿"),
    "scheme.issue": _("下达"),
    "scheme.item": _("修改考核项目"),
    "scheme.item_drop": _("删除考核项目"),
    "scheme.publish": _("公布结果"),
    "scheme.recall": _("收回修改"),
    "scheme.summary": _("下载汇总表"),
    "scheme.tell": _("告知结果"),
    "score.answer": _("答复异议"),
    "score.judge": _("打分"),
    "score.object": _("提出异议"),
    "score.prove": _("上传佐证"),
    "letter.answer": _("登记复函"),
    "letter.finish": _("办结"),
    "letter.let_go": _("无需答复"),
    "letter.send": _("登记发出"),
    "letter.urge": _("登记催办"),
    "liaison.end": _("停用"),
    "handout.read": _("已阅"),
    "handout.remind": _("催阅"),
    "handout.send": _("发出"),
    "handout.stop": _("停止传阅"),
    "term.source": _("补录任职依据"),
    "ledger.drop": _("放弃导入"),
    "ledger.answer": _("补充导入文件"),
    "person.close": _("关闭"),
    "check.keep": _("核对"),
    "check.supersede": _("重新核对"),
    "check.settle": _("处理"),
    "death.check": _("核实"),
    "death.undo": _("撤销注销"),
    "person.death": _("登记死亡"),
    "person.death_undo": _("撤销死亡登记"),
    "person.revive": _("随死亡登记撤销而恢复"),
    "departure.tell": _("告知"),
    "person.across": _("异地受理时查看"),
    "case.doubt": _("要求重新评定"),
    "case.give_way": _("因复核结论终止办件"),
    "death.recall": _("撤回死亡核实"),
    "page.ask": _("申请发放"),
    "page.show": _("发放"),
    "page.take": _("本人打开"),
    "page.withdraw": _("收回"),
    "account.activate": _("本人启用"),
    "account.ask_reset": _("申请重置密码"),
    "account.end_sessions": _("退出登录"),
    "account.letter": _("发启用函"),
    "account.restore": _("恢复使用"),
    "account.stop": _("停用"),
    "account.second_begin": _("申请开启动态码"),
    "account.second_on": _("开启动态码"),
    "account.second_off": _("取消动态码"),
    "account.second_codes": _("重新生成备用码"),
    "account.second_code": _("用备用码登录"),
    "backup.fail": _("没有备成"),
    "page.miss": _("打开不存在或辖区外的页面"),
    "page.refuse": _("打开无权的页面"),
    "password.expire": _("到期须更换"),
    "password.first": _("设初始密码"),
    "post.end_now": _("立即结束"),
    "sign-in": _("登录"),
    "sign-in.elsewhere": _("在规定地址以外登录"),
    "sign-in.fail": _("登录失败"),
    "sign-in.lock": _("登录锁定"),
    "sign-in.second": _("动态码不对"),
    "sign-out": _("退出登录"),
    "volunteer.leave": _("退出"),
}


def is_known(action: str) -> bool:
    """Whether an action has words here."""
    noun, _dot, verb = action.partition(".")
    return action in SPECIAL or (noun in NOUNS and verb in VERBS)


def words_of(action: str) -> str:
    """An action in words; one that is not known as it was recorded."""
    if not is_known(action):
        return action
    noun, _dot, verb = action.partition(".")
    word = str(SPECIAL[action] if action in SPECIAL else VERBS[verb])
    return f"{NOUNS[noun]}：{word}" if noun in NOUNS else word


def kinds() -> list[tuple[str, str]]:
    """The kinds of things that something is done to, for a drop-down."""
    return sorted(((noun, str(name)) for noun, name in NOUNS.items()), key=lambda pair: pair[1])


def verbs() -> list[tuple[str, str]]:
    """What is done, for a drop-down: each word once, by itself."""
    return [(word, word) for word in sorted(_by_word(get_language()))]


def actions_called(word: str) -> list[str]:
    """The actions of a word, whatever they are done to."""
    return _by_word(get_language()).get(word, [])


@cache
def _by_word(_language: str | None) -> dict[str, list[str]]:
    actions: dict[str, list[str]] = {}
    for noun in NOUNS:
        for verb, word in VERBS.items():
            action = f"{noun}.{verb}"
            actions.setdefault(str(SPECIAL.get(action, word)), []).append(action)
    for action, word in SPECIAL.items():
        if action not in actions.setdefault(str(word), []):
            actions[str(word)].append(action)
    return actions
