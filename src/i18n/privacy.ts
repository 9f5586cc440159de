import type { Locale } from "../survey/text.ts";

const ZH = {
  title: "隐私：您的答案去了哪里",
  lead: "写给填问卷的您。哪些存、哪些不存、谁看得到、程序保证不了什么，都照实说。",
  contents: "本页内容",
  promise: "存下来的，没有一项说明是谁填的；公布出去的，认不出任何一个人。运行服务器的人能读到没有名字的原始答卷，也有能力改动程序，这一点程序防不住。",
  sections: [
    {
      id: "stored",
      title: "服务器上存什么",
      text: ["您点了“提交”以后，下面这几样会存下来，别的没有："],
      items: ["您的选择和手写的文字；", "是哪份问卷、哪一版、哪一期；", "用的是中文还是英文；", "大约用了多久，按半分钟取整，最多记到两小时；", "一个随机编号，由手机当场随机产生，和您本人、您的手机都没有关系。"],
    },
    {
      id: "not-stored",
      title: "不存什么",
      text: ["姓名、账号、手机号、微信号、网络地址（IP）、手机型号，都不存。题目里没有问、您自己也没有写的，答卷里就不会有。", "日期和钟点也不存：答卷里没有时间，存答卷的表里没有记时间的列，答卷按随机编号排放，不按先后。期次结束时，整个数据库重新写一遍，把到达先后的痕迹清掉。"],
    },
    {
      id: "phone",
      title: "您的手机上留什么",
      text: ["提交之前，答案只存在这部手机的浏览器里，一个字也不会发出去。"],
      items: [
        "没填完的：放着 7 天没动，下次打开问卷时自动删掉。想马上删，打开那份问卷，点一下“清除上次没填完的”。",
        "提交了、还没送出去的：留在手机上，页面开着时有网就发，页面关了就等下次打开问卷再发（有的浏览器关了页面也会在后台发），直到送到为止。清理浏览器数据会连它一起删掉；有的手机几天不打开也会清，所以久没有网络的，请存成文件。",
        "送到以后：手机上的答案随即删掉。",
        "您自己存成文件的：由您自己保管和删除。以后用任何浏览器打开本站地址后面加 /send/ 的页面，就能自己发送，不经过任何人。",
        "想一次全部清掉：打开任何一份问卷，点一下“清空这部手机”。",
      ],
      after: ["借别人的手机、用公用电脑，没填完和没送出的答案，用同一个浏览器打开这份问卷的人能看到。浏览器的历史记录会留下您打开过这个网站，但里面没有答案。为了没有网络时也能打开，浏览器还会存下问卷的页面和程序，里面也没有答案。"],
    },
    {
      id: "cookies",
      title: "没有 cookie，不连别的网站",
      text: ["本站不用 cookie，没有访问统计，字体、图片、程序全部来自本站。填写时页面只和收答卷的服务器通信，浏览器的安全设置不许它连别处。提交时发出去的，就是上面列出的那几样；懂技术的同事可以在浏览器里看到。"],
      collector: (address: string): string => `收答卷的服务器：${address}。`,
    },
    {
      id: "seen",
      title: "谁能看到什么",
      text: [],
      items: [
        "进不了服务器的人，包括领导和同事：只有公布出来的图表和数据。",
        "问卷管理员和进得了服务器的人，可能就在您单位：能读到没有名字的原始答卷，包括您手写的每一个字。期次没有结束时，管理命令只报整十的份数，也不让导出。",
        "管网络的人：地址以 https 开头时，能知道您的手机连过本站，看不到您答了什么；不是 https 的，什么都看得到。用自己的流量，单位的网管就看不到。",
        "微信：在微信里打开，微信知道您点开过这个链接。",
      ],
    },
    {
      id: "operator",
      title: "运行服务器的人能做到什么",
      text: ["要对您说实话：有权进入服务器的人，如果存心，可以做到这些，程序拦不住。"],
      items: ["直接打开数据库，读没有名字的原始答卷；", "守着服务器，看到这时候到了一份答卷；", "让服务器前面的设备记下哪个网络地址几点几分连过；", "改动程序，让它多记些东西。"],
      after: ["所以，单位本来就知道的情况，比如片区、年限、户数，随程序附带的问卷只问很粗的档，让一份原始答卷对得上许多人。您也可以这样保护自己："],
      advice: ["不想答的题就跳过，标明必答的除外；", "手写的地方不写人名、店名、日期，也不写只有您知道的事；", "不在别人看着的时候提交；", "用自己的手机、自己的流量填。"],
    },
    {
      id: "published",
      title: "公布什么，门槛多高",
      text: [
        "期次结束以后才公布。手写的文字不公布，只公布有没有写；只有开始前的说明里写明可能摘引的问卷例外：管理员打乱顺序读过、去掉认得出人的地方，才可能单独摘出几句。",
        "公布单份答卷的问卷：片区、年限这类特征合在一起，相同的人达不到门槛，就隐去其中一些人的特征；敏感的选择题，特征相同的人里答案必须有两种以上。只公布汇总表的问卷：每个数加上一点随机误差，不足 10 的隐去，其余取整到 5。图上的回答达不到门槛的，不画。",
      ],
      table: { how: "怎样公布", k: "特征相同至少", n: "一张图至少", people: (n: number): string => `${n} 人`, answers: (n: number): string => `${n} 份`, rows: "去掉身份特征的单份答卷和图表", tables: "只有汇总表" },
    },
    {
      id: "open",
      title: "开放链接是什么意思",
      text: [
        "开放链接人人一样，里面没有您的编号：谁拿到都能填，系统不知道是谁在填，也分不出同一个人填了几次。",
        "正因为谁都能填，有人可以编许多份混进来，把某一份衬出来。所以开放链接默认只公布汇总表，结果里也不写回收率和误差。",
      ],
    },
    {
      id: "withdraw",
      title: "能不能撤回，留多久",
      text: [
        "参加是自愿的，提交之前随时可以停。提交以后，没有人认得出哪份是您的，所以不能修改，也不能撤回。",
        "原始答卷留在服务器上，程序不会到期自动删除；由问卷管理员决定什么时候删。公布出去的数据，别人下载了就收不回来，所以先保护、后公布。",
        "还有不放心的，请问发链接给您的人；不问也可以不填。",
      ],
    },
  ],
  methods: "数据怎样保护、门槛怎样算，细则在“方法”一页。",
};

export type PrivacyWords = typeof ZH;

const EN: PrivacyWords = {
  title: "Privacy: where your answers go",
  lead: "For those who answer. What is stored and what is not, who sees what, and what no program can promise.",
  contents: "On this page",
  promise: "Nothing that is stored says who answered; nothing that is published singles a person out. Whoever runs the server can read the nameless raw responses and could alter the program: no program can prevent that.",
  sections: [
    {
      id: "stored",
      title: "What the server stores",
      text: ["Once you tap “Submit”, this is stored and nothing else:"],
      items: ["what you chose and wrote;", "which questionnaire, version and wave it was;", "whether you read it in Chinese or English;", "roughly how long it took, in half minutes, two hours at most;", "a random number, made on the phone at that moment and tied neither to you nor to the phone."],
    },
    {
      id: "not-stored",
      title: "What it does not store",
      text: ["No name, account, phone or WeChat number, network address (IP) or type of phone. What no question asked and you did not write yourself is not in a response.", "No day and no time either: responses hold no time, the table that holds them has no column for it, and responses lie in the order of their random numbers, not of arrival. When a wave ends, the whole database is written anew, which removes traces of who came first."],
    },
    {
      id: "phone",
      title: "What stays on your phone",
      text: ["Until you submit, your answers are in this phone's browser only. Not a word is sent."],
      items: [
        "Unfinished answers: untouched for 7 days, they are deleted when a questionnaire is next opened. To delete them at once, open that questionnaire and tap “Clear the unfinished answers”.",
        "Submitted but not delivered yet: they stay on the phone and are sent when there is a network, while the page is open or when a questionnaire is next opened (some browsers also send with the page closed), until they arrive. Clearing the browser's data deletes them too, and some phones do that after days of not opening a site: without a network for long, save them as a file.",
        "Once delivered: the answers on the phone are deleted at once.",
        "What you saved as a file: yours to keep and to delete. Any browser can send it later, through nobody's hands, from the page /send/ under this site's address.",
        "To clear everything at once, open any questionnaire and tap “Clear this phone”.",
      ],
      after: ["On a borrowed phone or a shared computer, whoever opens the questionnaire in the same browser can see answers that are unfinished or not delivered. The browser's history shows that you opened this site; it holds no answers. So that questionnaires and results open without a network, the browser also keeps their pages and programs, and the published numbers of results that were looked at; no answers of yours are in those either."],
    },
    {
      id: "cookies",
      title: "No cookies, no third parties",
      text: ["This site sets no cookies and counts no visits; fonts, pictures and programs all come from the site itself. While you answer, the page talks to the server that takes the answers and to nobody else, and the browser's security settings forbid it to. What is sent is what is listed above; a colleague who knows how can watch it in the browser."],
      collector: (address) => `The server that takes the answers: ${address}.`,
    },
    {
      id: "seen",
      title: "Who can see what",
      text: [],
      items: [
        "Whoever has no access to the server, bosses and colleagues included: only the charts and data that are published.",
        "The survey operator and whoever has access to the server, who may well work where you do: the nameless raw responses, every word you wrote included. While a wave is open, the operator's commands give counts in steps of ten and refuse to export.",
        "Whoever runs the network: with an address that begins with https, that your phone contacted this site, not what you answered; without https, everything. On your own mobile data your organisation's network sees nothing.",
        "WeChat: if you open the link inside WeChat, WeChat knows that you did.",
      ],
    },
    {
      id: "operator",
      title: "What whoever runs the server could do",
      text: ["You should know: somebody with access to the server who means to could do the following, and no program can stop it."],
      items: ["open the database and read the nameless raw responses;", "watch the server and see that a response has arrived just now;", "have a device in front of the server note which network address connected at what time;", "alter the program so that it records more."],
      after: ["That is why the questionnaires that come with this program ask for what your organisation knows anyway, such as beat, years and number of retailers, in coarse bands only: a raw response then fits many people. You can protect yourself, too:"],
      advice: ["skip what you would rather not answer, unless it is marked as required;", "in what you write, give no names of people or shops, no dates, and nothing that only you know;", "do not submit while somebody looks on;", "use your own phone and your own mobile data."],
    },
    {
      id: "published",
      title: "What is published, and from how many on",
      text: [
        "Publishing comes after a wave has ended. What was written in words is not published, only whether something was written; but where the page says so before you begin, the operator, who reads it in shuffled order and takes out what could identify somebody, may quote some of it, apart from all other answers.",
        "Surveys that publish single responses: where fewer people than the threshold share a combination of traits such as beat and years, traits of some of them are hidden; among people with equal traits, sensitive choices must have two answers at least. Surveys that publish tables only: counts get a small random error, those under 10 are hidden, all others rounded to 5. A figure on fewer answers than its threshold is not drawn.",
      ],
      table: { how: "Published as", k: "Equal traits, at least", n: "A figure, at least", people: (n) => `${n} people`, answers: (n) => `${n} answers`, rows: "single responses without what identifies, and charts", tables: "tables only" },
    },
    {
      id: "open",
      title: "What an open link means",
      text: [
        "An open link is the same for everybody and holds no number of yours: whoever has it can answer, and the system knows neither who does nor whether somebody answers twice.",
        "Because anybody can answer, somebody could mix in many made-up responses so that one stands out. So open links publish tables only by default, and their results state no response rate and no margin of error.",
      ],
    },
    {
      id: "withdraw",
      title: "Withdrawing, and how long things are kept",
      text: [
        "Taking part is voluntary, and until you submit you can stop at any time. Afterwards nobody can tell which response is yours, so it can be neither changed nor withdrawn.",
        "Raw responses stay on the server; the program does not delete them after some time by itself, the operator decides. Published data cannot be called back once people have copied them: that is why they are protected first.",
        "If doubts remain, ask whoever gave you the link; or do not answer.",
      ],
    },
  ],
  methods: "How data are protected and thresholds are computed stands in detail on the page about methods.",
};

/** Words of the page about privacy. */
export const PRIVACY: Readonly<Record<Locale, PrivacyWords>> = { "zh-cn": ZH, en: EN };
