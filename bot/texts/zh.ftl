# Telegram HTML。参数已转义。

start =
    🎨 <b>你描述，我来画；你发照片，我来重画。</b>

    发送命令加上描述就行，中文、英文都可以：
    <code>/draw 雪地里的红狐狸</code>
    也可以直接发一张照片，我会问你想怎么处理。

    一张画大约需要十秒。你的文字和照片会发送给第三方绘画服务（APISpace），由它作画；我不会保存照片。

    更多说明：/help
help =
    🎨 <b>我会做什么</b>

    <b>/draw</b> <i>描述</i> – 根据描述画一张图
    <code>/draw 暴风雨中的灯塔，油画</code>

    <b>/remix</b> <i>描述</i> – 按描述重画一张照片
    <code>/remix 水彩，秋天的颜色</code>

    <b>/anime</b> <i>风格</i> – 把人像变成动漫；不写风格时，我会列出全部十二种
    <code>/anime 猫耳</code>

    <b>/hd</b> – 把图片放大，最多四倍，以文件发送
    <code>/hd</code>；插画或动漫请用 <code>/hd anime</code>

    要处理图片，就把命令写在照片的说明里，或者用命令回复那张图片。也可以直接发一张照片，我会问你想怎么处理。

    画下面的按钮还能接着玩：再来一张 🔁、变体 🎲{ $hd ->
        [no] { "" }
       *[yes] 、放大 ✨
    }，点 ⋯ 还有更多。

    /history – 你的画 · /settings – 语言、模型、尺寸…… · /styles – 画风 · /quota – 今天还能画几张 · /cancel – 取消排队中的画 · /privacy · /deleteme

    描述用中文、英文都可以，任意位置都可以加选项：<code>--ar 16:9</code> 比例 · <code>--n 2</code> 两张 · <code>--no text</code> 不想出现的内容 · <code>--seed 42</code> 固定种子，可复现 · <code>--style oil</code> · <code>--model anime</code> · 还有 <code>--size</code>、<code>--steps</code>、<code>--cfg</code>、<code>--sampler</code>、<code>--fidelity</code>。值写错了，我会告诉你可以写什么。

    群里还有别的机器人时，请写 <code>/draw@{ $username }</code>。被拒绝或失败的画不扣每日次数。
hint = 🖌 我能把文字变成画。试试 <code>/draw 雪地里的红狐狸</code>，或看看 /help
unknown-command = 🤔 没有 <code>/{ $name }</code> 这个命令。我能把文字变成画：<code>/draw 雪地里的红狐狸</code>。全部用法：/help
small-talk-thanks = 😊 不客气！想画什么，随时发文字或照片给我。
small-talk-sticker = 😊 真有意思！用 <code>/remix 油画风格</code> 回复它，我就把它重画一遍。
small-talk-voice = 🎙 我听不了语音，请把想画的内容写给我。
thanks-words = 谢谢, 谢谢你, 谢谢您, 谢谢啦, 多谢, 谢了, 感谢, 非常感谢, 太感谢了, 辛苦了
thanks-signs = 👍🙏❤💛💙💜🥰😍😊🙂🤩👏🔥💯👌🎉
offer = 🖌 我能把文字变成画。要画这个吗？更多说明：/help
example = 雪地里的红狐狸
greeting =
    👋 <b>我会画画。</b>
    <code>/draw@{ $username } 雪地里的红狐狸</code> 按描述画一张图；用 <code>/remix@{ $username } 油画风格</code> 回复一张照片，就能重画它。

    管理员可以设置语言、谁可以画、每天多少张：/settings@{ $username }
menu-draw = 根据描述画一张图
menu-remix = 重画一张照片
menu-anime = 把人像变成动漫
menu-hd = 放大图片
menu-history = 你的画
menu-settings = 语言、模型、尺寸等
menu-styles = 画风：现成的和自己的
menu-quota = 今天还能画几张
menu-cancel = 取消排队中的画
menu-help = 使用说明
menu-id = 你的 Telegram ID
menu-privacy = 隐私说明
menu-deleteme = 删除我的全部数据
menu-start = 开始使用

profile-description =
    你写，我画。发文字给我，我就画出来；发照片给我，我可以重画{ $anime ->
        [no] { "" }
       *[yes] 、把人像变成动漫
    }{ $hd ->
        [no] { "" }
       *[yes] 、放大（最多四倍）
    }。
    
    试试：/draw 雪地里的红狐狸
    
    你的文字和照片会交给一家绘画服务审核并作画；保存了什么，请看 /privacy
profile-short =
    你写，我画：文字作画、照片重画{ $anime ->
        [no] { "" }
       *[yes] 、人像变动漫
    }{ $hd ->
        [no] { "" }
       *[yes] 、图片放大（最多四倍）
    }。

painting = 🎨 正在画…… { lasting }
painting-late = 🎨 正在画…… 这张比平时慢一些。
waiting =
    { $ahead ->
        [0] ⏳ 马上就轮到你了。
       *[other] ⏳ 正在排队，前面还有 { $ahead } 张。
    }{ lasting }
waiting-far = ⏳ 正在排队，前面最多还有 { $ahead } 张。{ lasting }
lasting =
    { $minutes ->
        [0]
            { $seconds ->
                [0] { "" }
               *[other] <i>预计还要 { $seconds } 秒</i>
            }
       *[other] <i>预计还要 { $minutes } 分钟</i>
    }
cancelled = ✖ 已取消，本次不扣次数。
caption =
    <code>{ $prompt }</code>
    <i>{ $line }</i>
caption-translated =
    <code>{ $prompt }</code>
    <i>→ { $translated }</i>
    <i>{ $line }</i>
caption-forgotten =
    <i>描述已删除（最多保留 30 天）。</i>
    <i>{ $line }</i>
caption-line = <i>{ $line }</i>
caption-count = 第 { $number } 张，共 { $total } 张
caption-hd = ✨ 已放大，以文件发送，画质无损
caption-seed = seed { $seed }
caption-seconds = { $seconds } 秒
caption-link =
    🖼 画好了，但文件太大，无法通过 Telegram 发送。请在链接失效前下载：
    { $url }
caption-no-right =
    😔 画好了，但我在这里没有权限发图片。请在链接失效前下载：
    { $url }
caption-refused =
    😔 画好了，但 Telegram 没有接收。也许还能从这里下载，请尽快：
    { $url }
done-picture = ✨ 你的画好了 ↑
done-below = ✨ 你的画好了 ↓
done-other = 💬 你的画有新进展 ↑

refused =
    🙈 这张画没有通过安全审核：{ $reason }。本次不扣次数，{ $command ->
        [draw] 换个说法再试试吧。
        [remix] 换个说法或换一张图片再试试吧。
       *[anime] 换一张图片再试试吧。
    }
reason-porn = 画面过于暴露
reason-politics = 涉及政治内容
reason-terrorism = 涉及暴力或恐怖内容
reason-other = 内容不合适
list-separator = 、
unchecked = 🤷 这张画没能完成安全审核，所以我不能显示它。这不是你的问题，本次不扣次数，请再试一次。
failed = 😔 绘画服务没能画完这张画。本次不扣次数，请稍后再试。
failed-rejected =
    😔 绘画服务没有接受这次请求。本次不扣次数，{ $command ->
        [anime] 换一张图片或换一种风格再试试吧。
        [hd] 换一张图片再试试吧。
       *[other] 换个说法再试试吧。
    }
failed-unavailable = 🌙 现在暂时不能画画。本次不扣次数，请稍后再来。
failed-source-broken =
    🤔 这个文件没法当作图片打开。本次不扣次数。请发送 JPEG、PNG 或 WebP，或直接发照片，例如{ photo-example }
failed-source-gone =
    🤔 我没能从 Telegram 获取你的图片。本次不扣次数。请再发一次，例如{ photo-example }
failed-too-large =
    📦 这个文件超过 Telegram 给机器人的 20 MB 上限，本次不扣次数。请直接发照片，例如{ photo-example }
failed-too-many-pixels =
    📐 这张图片超过 1.2 亿像素，太大了，我处理不了，本次不扣次数。请直接发照片，例如{ photo-example }
expired = ⌛ 等了太久，没有等到这张画。本次不扣次数。如果之后画好了，我会补发到这里。
delayed = 🖼 画已经画好，只是发送比平时慢一些。我会继续尝试。
lost = 😔 画已经画好，但没能发送到这里。本次不扣次数，请再试一次。

which-style = 🌸 选哪种风格？
which-action = 🖼 好图！想让我怎么处理？
which-words =
    { $command ->
        [remix]
            🖌 想怎么重画？请回复这条消息，例如：
            <code>水彩，秋天的颜色</code>
       *[draw]
            🖌 想画什么？请回复这条消息，例如：
            <code>雪地里的红狐狸</code>
    }
which-other-words = ✏️ 想改成什么？把改好的文字发给我，选项和种子保持不变。
words-before = 现在：<code>{ $words }</code>
styles =
    🖌 <b>画风</b>
    点一种，再告诉我画什么；也可以在描述里加 <code>--style oil</code>。

    自己的画风：用 <code>/styles save dusk</code> 回复一张画，或者自己写：<code>/styles save dusk 黄昏，柔和薄雾</code>。删除：<code>/styles delete dusk</code>
style-adds = 🖌 这种画风会加上：<code>{ $words }</code>
style-saved = ✅ 已保存：<code>--style { $name }</code> 会加上 <code>{ $words }</code>。全部画风：/styles
style-deleted = 🗑 画风 <code>{ $name }</code> 已删除，用它画的画不受影响。
error-style-name = 🤔 画风的名字是一个词，最多 { $limit } 个字母、汉字或数字，不能与现成的重名。例如回复一张画：<code>/styles save dusk</code>
error-style-words = 🤔 画风需要一段文字，最多 { $limit } 个字。请回复一张由文字画成的画，或者自己写：<code>/styles save dusk 黄昏，柔和薄雾</code>
error-style-many = 🤔 你已有 { $limit } 种画风，到上限了。请先删除一种：/styles
error-style-none = 🤔 你没有名为 <code>{ $name }</code> 的画风。全部画风：/styles
mention = <a href="tg://user?id={ $person }">👋</a>
draft-forgotten = ⌛ 没有选风格，这次请求就取消了，本次不扣次数。{ $anime ->
        [no] { "" }
       *[yes] 想画的时候，带上照片再发一次 <code>/anime</code> 就好。
    }

anime-words = 动漫, 漫画, 手绘, 动画, 插画
style-word = 风格
style-chinese = 国风
style-chinese-also = 中国风, 古风, 国潮, 水墨
style-american = 美漫
style-american-also = 美式漫画, 美国漫画
style-cute = 可爱
style-cute-also = 萌, Q版
style-gorgeous = 华丽
style-gorgeous-also = 唯美
style-horrible = 恐怖漫画
style-horrible-also = 恐怖, 惊悚
style-avatar = 精灵
style-avatar-also = 阿凡达
style-fighting = 热血
style-fighting-also = 战斗
style-machine = 机械复古
style-machine-also = 机械, 蒸汽朋克
style-cyberfuture = 赛博未来
style-cyberfuture-also = 赛伯未来, 赛博, 赛博朋克
style-jojo = JOJO
style-jojo-also = JOJO的奇妙冒险, JO JO
style-bunny = 兔耳
style-bunny-also = 兔子, 兔耳朵
style-catear = 猫耳
style-catear-also = 猫耳朵, 猫, 猫娘

button-again = 🔁 再来一张
button-vary = 🎲 变体
button-hd = ✨ 高清
button-anime = 🌸 动漫
button-remix = 🖌 重画
button-edit = ✏️ 改文字
button-file = 📄 无损文件
button-how = ℹ️ 配方
button-delete = 🗑 删除
button-more = ⋯ 更多
button-less = ↩ 返回
button-cancel = ✖ 取消
button-retry = 🔁 重试
button-change = 🖌 修改上一张画
button-reword = ✏️ 同样设置，换成这些文字
button-paint = 🎨 画“{ $words }”
button-anyway = 🎨 就这样画
button-nearest = 🎨 改用 { $words }
button-copy = 📋 复制文字
button-copy-recipe = 📋 复制配方
button-copy-link = 🔗 复制分享链接
button-paint-recipe = 🎨 画这张
button-try = 🎨 试一张：雪地里的红狐狸
button-language = 🌐 语言
button-older = 较早 ▶
button-newer = ◀ 较新
button-erase-yes = 🗑 全部删除
button-erase-no = 取消

press-foreign = 只有发起这张画的人能用这些按钮。
press-foreign-shared = 这个按钮只有发起这张画的人能用；🔁 🎲{ shared-buttons } 大家都能用。
press-stale = 这个按钮已经失效，请重新发送命令。
press-again = 刚才没有成功，请再按一次。
press-unknown = 我无法知道谁可以代表这个频道。请直接发命令：<code>/remix 油画风格</code>
press-too-late = 来不及了，已经开始画了。
press-not-deleted = 我已经忘掉它了，但 Telegram 只允许我删除两天以内的消息，请你自己删除这一条。
error-press-already = 已经在画了，或者已经画好了 ↓
error-press-forgotten = 这张画的描述已删除（最多保留 30 天）。请重新发送命令。
error-press-no-picture = 这张画已经不在我这里了，请重新画一张。
error-press-too-long = 这段描述加上选项超过了一条消息的长度，所以我没法给你一行可以复制的命令。

how =
    { $command ->
        [draw] ℹ️ 把这一行发给我，就能得到同样的画：
       *[other] ℹ️ 用这一行回复同一张照片，就能得到同样的画：
    }
    <code>{ $line }</code>
shared =
    { $command ->
        [draw] 🎨 有人和你分享了一份配方，点一下就画：
       *[other] 🖌 有人和你分享了一份配方。发一张照片，把这一行写在照片的说明里，或者用它回复一张照片：
    }
    <code>{ $line }</code>
shared-gone = 🔗 这个链接里的配方已经没有了：图片被删除了，或者描述已过保留期。
original-gone = 😔 绘画服务那边已经没有这张画的无损文件了。
original-away = 😔 刚才没能取到无损文件，请稍后再试。
history-date = <i>📅 { $date }</i>
history-empty = 你在这里还没有画。试试 <code>/draw 雪地里的红狐狸</code>
history-end = 没有更多了。

quota-person = 🎨 你今天还能画 { $left } 张（共 { $limit } 张）
quota-person-unlimited = 🎨 你今天画了 { $used } 张，没有上限。
quota-group = 👥 这个群今天还能画 { $left } 张（共 { $limit } 张）
quota-group-unlimited = 👥 这个群今天画了 { $used } 张，没有上限。
quota-under-way = ⏳ 进行中：{ $count } 张
quota-renews = 🕛 大约 { $hours } 小时后（北京时间早上 8 点）恢复。被拒绝或失败的画不扣次数。
cancelled-all =
    { $count ->
        [0] 你没有在排队的画。
       *[other] ✖ 已取消 { $count } 张，本次不扣次数。
    }{ $painting ->
        [0] { "" }
       *[other] 有 { $painting } 张已经开始画，来不及取消了。
    }
id-person = 🪪 你的 ID：<code>{ $id }</code>
id-chat = 💬 这个聊天的 ID：<code>{ $id }</code>
privacy =
    🔏 <b>我保存什么，为什么</b>
    • 你的文字和照片会发送给第三方绘画服务（APISpace），由它审核和作画。照片由它经由我读取，我不落盘。
    • 你的请求我会保存：文字保留 30 天；为了 /history 和按钮，还会保存你的照片和成品在 Telegram 的文件 ID，以及成品的参数（尺寸、seed、日期）。你的设置和画风会一直保留。
    • 我会统计你每天画了几张，但从不把你的文字写进日志。
    • 点画下面的 🗑，我就忘掉这张画和它的文字。/deleteme 会让我忘掉一切，只有今天的张数（保留到北京时间早上 8 点）和运营者关于谁可以使用的决定除外。
    • 运营者可能会保留备份，最多 30 天。如果恢复了备份，此后用过 /deleteme 的人会再次被忘掉。
    { $translated ->
        [yes] • 不是拉丁字母或汉字的描述，会先发送给一家翻译服务。
       *[no] { "" }
    }
restored =
    🛟 我已从备份恢复。备份时你还在进行中的 { $count } 个请求已经结束，不扣次数。如果有画没有收到，请再发一次。
erase-question = 🗑 要删除我保存的你的全部数据吗？包括文字、画、历史和设置。排队中的画会取消。删除后无法恢复。
erase-in-private = 请在我们的私聊里发送 /deleteme
erasing = 🗑 正在删除。磁盘上的最后一点痕迹还需要一会儿，清除干净后我会在这里告诉你。
erased = 🗑 好了，你的一切我都忘了。这个聊天里的消息，请你自己删除。
erase-not = 什么都没有删除。

settings-own-name = 简体中文
settings-title =
    ⚙️ <b>你的设置</b>
    在所有聊天里都有效；群里可以另设语言。命令里写了选项的，以命令为准。
settings-title-group =
    ⚙️ <b>本群设置</b>
    管理员可以修改。
settings-language = 🌐 语言：{ $value }
settings-language-auto = 自动
settings-language-which = 🌐 <b>要我用哪种语言？</b>
settings-model = 🖌 模型：{ $value }
settings-model-art = 艺术
settings-model-anime = 动漫
settings-model-basic = 基础
settings-model-which =
    🖌 <b>用哪个模型画？</b>
    也可以在命令里用 <code>--model</code> 另选。
settings-size = 📐 尺寸：{ $value }
settings-size-which =
    📐 <b>画多大？</b>
    由照片画成的会保持照片的比例。也可以在命令里用 <code>--ar</code> 或 <code>--size</code> 另选。
settings-negative = 🚫 排除：{ $value }
settings-negative-none = 无
settings-negative-own = ✏️ 自己写……
settings-negative-which =
    🚫 <b>始终不想画什么？</b>
    现在：<code>{ $value }</code>
    命令里写了 <code>--no</code> 的，以命令为准。
settings-negative-ask = ✏️ 始终不想画什么？请用几个词回复这条消息。
settings-negative-again = ✏️ 这样不行：要写几个词，最多 { $limit } 个字符。请再回复这条消息。
settings-negative-noted = ✅ 以后我会排除：<code>{ $value }</code>
settings-file = 📄 以文件发送：{ $value }
settings-file-no = 否
settings-file-yes = 是
settings-file-which =
    📄 <b>画要以文件发送吗？</b>
    文件画质无损，照片可以在聊天里直接看到。
settings-tell = 🔔 画好提醒：{ $value }
settings-tell-late = 等待较久时
settings-tell-always = 总是
settings-tell-never = 从不
settings-tell-which =
    🔔 <b>什么时候提醒你画好了？</b>
    图片送达时没有提示音，可以再发一条消息提醒你。
settings-once = ⚡ 发文字就画：{ $value }
settings-once-no = 否
settings-once-yes = 是
settings-once-which =
    ⚡ <b>你发来的文字，要不要马上就画？</b>
    是：私聊里不带命令的文字会直接画成图，计入次数。否：我先问一声。
settings-link = 🔗 图片说明带链接：{ $value }
settings-link-no = 否
settings-link-yes = 是
settings-link-which =
    🔗 <b>要在图片说明里写上我的名字吗？</b>
    最后一行会写上我的名字：转发或分享图片时，别人点一下就能找到我。
settings-orderers = 👥 谁可以画：{ $value }
settings-orderers-everyone = 所有人
settings-orderers-admins = 管理员
settings-orderers-which = 👥 <b>这个群里谁可以画？</b>
settings-daily = 🖼 每天张数：{ $value }
settings-daily-default = 默认
settings-daily-which = 🖼 <b>这个群每天可以画几张？</b>
settings-buttons = 🔁 谁可以接着画：{ $value }
settings-buttons-everyone = 所有人
settings-buttons-owner = 发起的人
shared-buttons =
    { $hd ->
        [no] { "" }
       *[yes] { " ✨" }
    }{ $anime ->
        [no] { "" }
       *[yes] { " 🌸" }
    }
settings-buttons-which =
    🔁 <b>谁可以用 🔁 🎲{ shared-buttons } 接着画别人的画？</b>
    谁按的，就算谁的张数。其他按钮只有发起这张画的人能用。
settings-spoiler = 🫣 遮住图片：{ $value }
settings-spoiler-no = 否
settings-spoiler-yes = 是
settings-spoiler-which =
    🫣 <b>这里的图片要先遮住，点一下才显示吗？</b>
    以文件发送的无法遮住。
settings-keep = 🧹 删除图片：{ $value }
settings-keep-always = 不删除
settings-keep-hours = { $hours } 小时后
settings-keep-which =
    🧹 <b>我在这里发的图片，多久以后删除？</b>
    删除的图片在 /history 里也看不到了。Telegram 只允许我删除两天以内的消息。
settings-chosen = ✓ { $value }
settings-back = ↩ 返回
settings-administrators-only =
    ⚙️ 这里的设置只有群管理员能改。你也有自己的设置：私聊 @{ $username }，发送 /settings 就行。
settings-again = 刚才没能确认你是不是这里的管理员，请稍后再发一次 /settings
press-foreign-settings = 本群的设置只有管理员能改。

photo-example =
    { $command ->
        [remix] 在说明里写 <code>/remix 油画风格</code>
        [anime] { $anime ->
            [no] { photo-asked }
           *[yes] 在说明里写 <code>/anime 猫耳</code>
        }
        [photo] { photo-asked }
       *[hd] { $hd ->
            [no] { photo-asked }
           *[yes] 在说明里写 <code>/hd</code>
        }
    }
photo-asked = 我会问你想怎么处理
error-photo-missing =
    🖼 请告诉我是哪张图片：发一张照片，{ photo-example }，或者用命令回复一张照片。
error-photo-not-there =
    🖼 你回复的消息里没有图片。请回复一张照片，或发一张照片，{ photo-example }。
error-photo-moves =
    🖼 我只能处理静止的图片，不能处理视频、GIF 或动态贴纸。请发一张照片，{ photo-example }。
error-photo-wrong-type =
    🖼 这个文件不是我能读的图片。请发送 JPEG、PNG 或 WebP，或直接发照片，{ photo-example }。
error-photo-too-large =
    📦 这个文件超过 Telegram 给机器人的 20 MB 上限。请直接发照片，{ photo-example }。
error-style-unknown =
    🤔 我不认识“<code>{ $style }</code>”这种风格。我会的有：{ $styles }。例如：
    <code>/anime 猫耳</code>
error-prompt-too-long =
    🤔 这段描述有 { $length } 个字符，最多 { $limit } 个。请缩短一些，例如：
    { $command ->
        [remix] <code>/remix 水彩，秋天的颜色</code>
       *[draw] <code>/draw 雪地里的红狐狸，柔和的晨光</code>
    }
error-option-unknown =
    🤔 我不认识选项 <code>{ $option }</code>。{ $nearest ->
        [none] 全部选项：/help
       *[other] 你是不是想写 <code>{ $nearest }</code>？
    }
    如果它是描述的一部分，请在前面加上 <code>--</code> 和一个空格。
error-option-foreign =
    🤔 <code>{ $option }</code> 是别的绘图工具的选项。{ $nearest ->
        [none] { option-foreign-none }
        [hd] { $hd ->
            [no] { option-foreign-none }
           *[yes] 在我这里，点画下面的 ✨ 就能放大。
        }
       *[other] 我这里最接近的是 <code>{ $nearest }</code>
    }
option-foreign-none = 我这里没有类似的。
error-option-missing-value =
    🤔 <code>{ $option }</code> 后面要写一个值，例如 <code>{ $example }</code>
error-option-value =
    🤔 <code>{ $option }</code> 不能是“<code>{ $value }</code>”。可用：{ $allowed }。{ $nearest ->
        [none] 例如 <code>{ $example }</code>
       *[other] 试试 <code>{ $nearest }</code>
    }
error-option-not-here =
    🤔 <code>{ $option }</code> 不能和 /{ $command } 一起用。请去掉它再发一次。
error-option-only-remix =
    🤔 <code>{ $option }</code> 表示原照片保留多少，需要有一张照片。请去掉这个选项，或者回复一张照片：
    <code>/remix 油画风格 { $option } 0.4</code>
error-unread = 🔤 绘画服务只读得懂英文和中文，这段描述它只能靠猜。请用其中一种语言描述，回复这条消息；也可以就这样画：
error-too-many = 🐢 一小时内没有画成的订单太多了，请稍等一会儿再试。
error-in-flight = ⏳ 你有 { $count } 张画正在处理，同时最多就这么多。有空位后再试。
error-quota-person =
    🌙 { $limit ->
        [0] 目前这里不能画画，请联系机器人运营者。
       *[other] 今天的 { $limit } 张额度已用完，大约 { $hours } 小时后（北京时间早上 8 点）恢复。
    }
error-quota-group =
    🌙 { $limit ->
        [0] 目前这个群不能画画，请联系机器人运营者。
       *[other] 这个群今天的 { $limit } 张额度已用完，大约 { $hours } 小时后（北京时间早上 8 点）恢复。
    }
error-quota-total =
    🌙 { $limit ->
        [0] 目前不能画画，请稍后再来。
       *[other] 今天的总额度已用完，大约 { $hours } 小时后（北京时间早上 8 点）恢复。
    }
error-not-allowed =
    🔒 你不能在这里使用我。如果觉得应该可以，请把这个 ID 发给机器人运营者：<code>{ $id }</code>
error-not-offered = 🌙 这种图已经不提供了。
error-paused = 🌙 绘画暂停中，本次不扣次数，请稍后再试。
error-admins-only = 🔒 这个群里只有管理员可以画。欢迎来私聊找我。
error-try-again = 😔 刚才没有成功，本次不扣次数，请再试一次。
error-provider-closed = 🌙 现在暂时不能画画，本次不扣次数，请过一会儿再试。

menu-stats = 最近 30 天的统计
menu-health = 我的状况
menu-allow = 允许某个群或用户使用
menu-deny = 禁止某个群或用户使用
menu-pause = 暂停接收请求
menu-resume = 恢复接收请求
operator-stats =
    📊 <b>最近 { $days } 天</b>
    { $orders } · { $people } · { $pictures }
operator-stats-none =
    📊 <b>最近 { $days } 天</b>
    还没有请求。
operator-stats-orders = { $count } 次请求
operator-stats-people = { $count } 人
operator-stats-pictures = { $count } 张画
operator-stats-waits = 一半的画在 { $half } 秒内送到，绝大多数（95%）在 { $most } 秒内。
operator-stats-busiest = 💬 最活跃：<code>{ $chats }</code>
operator-stats-failed = 😔 刚才没能画出统计图，请再试一次，原因在日志里。
operator-stats-lean = 🖼 缺少 <code>matplotlib</code>，画不出统计图：请在机器人的目录里用 <code>pip install '.[plots]'</code> 装上可选组件 <code>plots</code>。
operator-stats-private = 🔒 统计里有用户信息，所以我只在私聊里显示。
operator-access-usage =
    请写上 ID，例如用户 <code>/{ $command } 123456789</code>，群 <code>/{ $command } -1001234567890</code>。在群里单独发 <code>/{ $command }</code> 指这个群；用它回复一条消息，指写那条消息的人。
operator-allowed = ✅ <code>{ $id }{ $name }</code> 现在可以使用了，不管 ALLOWED_CHATS 怎么写。
operator-denied = ⛔ <code>{ $id }{ $name }</code> 不能再使用了。撤销：<code>/allow { $id }</code>
operator-quota =
    { $count ->
        [0] 🔢 <code>{ $id }</code> 一张也不能画。
       *[other] 🔢 <code>{ $id }</code> 每天可以画 { $count } 张。
    }
operator-quota-default = 🔢 <code>{ $id }</code> 使用默认的每日张数。
operator-quota-usage =
    请写上 ID 和每天的张数，例如 <code>/quota 123456789 50</code>；<code>/quota 123456789 default</code> 恢复默认，<code>/quota 123456789</code> 查看当前的张数。
operator-paused = ⏸ 已暂停：在 /resume 之前不接新请求，已经收下的照样画完。
operator-paused-already = ⏸ 本来就在暂停中，/resume 可以恢复。
operator-resumed = ▶️ 恢复接收请求了。
operator-resumed-already = ▶️ 现在没有暂停。

health-yes = ✅
health-no = ❌
health-parts = 🩺 数据库 { $database } · Telegram { $telegram } · 后台任务 { $workers }
health-refused = ⚠️ 服务商拒绝了我们的账号。请到 APISpace 控制台（产品 23329）查看余额和令牌。
health-line = ⏳ 排队 { $waiting } · 正在画 { $painting } · 正在送出 { $finished }
health-hour = 🕐 最近一小时：画成 { $pictures } · 被拒 { $refused } · 失败 { $failed }
health-disk = 💾 剩余 { $megabytes } MB

admin-provider-closed = ⚠️ 服务商拒绝了我们的账号（{ $status }）。新的请求会被婉拒，不扣次数；我会自动重试。请到 APISpace 控制台（产品 23329）看看：余额用完了吗？APISPACE_TOKEN 还有效吗？
admin-provider-open = ✅ APISpace 恢复接收请求了。
admin-origin =
    ⚠️ 有一张已付费的画在等待：它的地址在 <code>{ $origin }</code>，不在 RESULT_ORIGINS 里。
    请加入后重启；画会保留 24 小时。
admin-path = ⚠️ <code>{ $setting }</code> 可能不对：{ $answer }。<code>/{ $command }</code> 的请求会被婉拒，不扣次数。请到 APISpace 控制台查找正确的路径，或把这项设置留空来撤下这个命令，然后重启。<code>doctor --paid</code> 可以试一试。
admin-disk = ⚠️ 磁盘快满了：腾出空间之前我不接新请求，已经在画的会画完。请在数据库所在的磁盘上腾些空间。
operator-weekly-on = 🗓 每周一我会告诉你这一周的情况。再发 <code>/stats weekly</code> 可以关闭。
operator-weekly-off = 🗓 不再每周汇报了。
digest =
    🗓 <b>最近 7 天</b>
    请求 { $orders } · 人数 { $people } · 图片 { $pictures } · 被拒 { $refused } · 失败 { $failed }
