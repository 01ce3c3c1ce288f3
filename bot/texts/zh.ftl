# Telegram HTML。参数已转义。

start =
    🎨 <b>你描述，我来画。</b>

    发送命令和描述即可：
    <code>/draw 雪地里的红狐狸</code>

    一张画大约需要十秒。你的文字会发送给绘画服务（APISpace），由它作画并进行安全审核。

    更多说明请看 /help
help =
    🎨 <b>我会做什么</b>

    <b>/draw</b> <i>描述</i> – 按文字画一张画
    例如：<code>/draw 暴风雨中的灯塔，油画</code>

    可以描述主体、地点、光线和风格；中文英文都行，也可以分多行写。每张画下面都标有它的种子（seed）。

    被拒绝或失败的画不扣每日次数。
hint = 我按文字画画 🖌 试试 <code>/draw 雪地里的红狐狸</code>，或查看 /help

menu-draw = 按文字画一张画
menu-help = 我会做什么
menu-start = 打个招呼

painting = 🎨 正在画…… <i>通常十秒左右</i>
caption =
    <code>{ $prompt }</code>
    <i>{ $model } · { $size } · seed { $seed }</i>
caption-link =
    🖼 画好了，但文件太大，Telegram 发不了。请尽快从这里下载：
    { $url }
done-picture = ✨ 你的画好了 ↑
done-other = 💬 你的画有消息了 ↑

refused = 🙈 这张画没有通过安全审核：{ $reason }。本次不扣次数，换个说法再试试吧。
reason-porn = 画面过于暴露
reason-politics = 涉及政治内容
reason-terrorism = 涉及暴力或恐怖内容
reason-other = 内容不合适
list-separator = 、
unchecked = 🤷 安全审核暂时无法检查这张画，所以不能展示。这不是你的问题，本次不扣次数，请再试一次。
failed = 😔 这张画没能画成。本次不扣次数，请稍后再试。
failed-rejected = 😔 绘画服务没有接受这个请求。本次不扣次数，换个说法再试试吧。
failed-unavailable = 🌙 现在暂时不能画画。本次不扣次数，请稍后再来。
expired = ⌛ 这张画没有按时送到。本次不扣次数。如果稍后画好，我会补发到这里。
delayed = 🖼 画已经画好，但送到这里需要比平时更久。我会继续尝试，你不用做什么。
lost = 😔 画已经画好，但没能送到这里。本次不扣次数，请再试一次。

error-prompt-missing =
    请在命令后面写上要画的内容，例如：
    <code>/draw 雪地里的红狐狸</code>
error-prompt-too-long =
    这段描述有 { $length } 个字符，最多 { $limit } 个。请缩短一些，例如：
    <code>/draw 雪地里的红狐狸，柔和的晨光</code>
error-in-flight = 我还在为你画 { $count } 张画，完成一张后就可以再画下一张。
error-quota-person =
    { $limit ->
        [0] 目前这里不能画画，请联系机器人的主人。
       *[other] 今天的 { $limit } 张额度已用完，大约 { $hours } 小时后（UTC 零点）恢复。
    }
error-quota-group =
    { $limit ->
        [0] 目前这个群不能画画，请联系机器人的主人。
       *[other] 这个群今天的 { $limit } 张额度已用完，大约 { $hours } 小时后（UTC 零点）恢复。
    }
error-quota-total =
    { $limit ->
        [0] 目前不能画画，请稍后再来。
       *[other] 今天的总额度已用完，大约 { $hours } 小时后（UTC 零点）恢复。
    }
error-not-allowed =
    🔒 这是一个私人机器人。如果你应当可以使用，请把这个编号发给它的主人：<code>{ $id }</code>
error-provider-closed = 🌙 现在暂时不能画画，没有扣次数，请过一会儿再试。

admin-provider-closed = ⚠️ 服务商拒绝了我们的账户（{ $status }）。新的请求会被婉拒，不扣次数；我会自动重试。
admin-provider-open = ✅ 服务商恢复接单。
admin-origin =
    ⚠️ 有一张已付费的画在等待：它的地址在 { $origin }，不在 RESULT_ORIGINS 里。
    请加入后重启；画会保留 24 小时。
