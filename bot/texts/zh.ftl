# Telegram HTML。参数已转义。

start =
    🎨 <b>你描述，我来画；你发照片，我来重画。</b>

    发送命令和描述就行：
    <code>/draw 雪地里的红狐狸</code>
    或者发一张照片，在说明里写命令：
    <code>/remix 油画风格</code> · <code>/anime</code> · <code>/hd</code>

    一张画大约需要十秒。你的文字和照片会发送给第三方绘画服务（APISpace），由它作画；我不会保存照片。

    更多说明请看 /help
help =
    🎨 <b>我会做什么</b>

    <b>/draw</b> <i>描述</i> – 按文字画一张画
    <code>/draw 暴风雨中的灯塔，油画</code>

    <b>/remix</b> <i>描述</i> – 按描述重画一张照片
    <code>/remix 水彩，秋天的颜色</code>

    <b>/anime</b> <i>风格</i> – 把人像变成动漫；不写风格时，我会列出全部十二种
    <code>/anime 猫耳</code>

    <b>/hd</b> – 把图片放大，最多四倍，以文件发送
    <code>/hd</code>；插画或动漫请用 <code>/hd anime</code>

    后三个命令写在照片的说明里，或者用来回复一张照片、图片文件、贴纸或我画的画。描述用中文、英文都可以。

    描述里可以加选项：<code>--ar 16:9</code>、<code>--n 2</code>、<code>--seed 42</code>、<code>--model anime</code>、<code>--no text</code>。

    群里还有别的机器人时，请写 <code>/draw@{ $username }</code>。被拒绝或失败的画不扣每日次数。
hint = 我按文字画画 🖌 试试 <code>/draw 雪地里的红狐狸</code>，或看看 /help
hint-photo =
    好图！🖌 用 <code>/remix 油画风格</code>、<code>/anime</code> 或 <code>/hd</code> 回复它，或看看 /help

menu-draw = 按文字画一张画
menu-remix = 重画一张照片
menu-anime = 把人像变成动漫
menu-hd = 放大图片
menu-help = 我会做什么
menu-start = 打个招呼

painting = 🎨 正在画…… <i>通常十秒左右</i>
caption =
    <code>{ $prompt }</code>
    <i>{ $model } · { $size } · seed { $seed }</i>
caption-anime = <i>{ $style } · { $size } · seed { $seed }</i>
caption-hd = <i>✨ 已放大，以文件发送，保留全部细节。</i>
caption-link =
    🖼 画好了，但文件太大，没能通过 Telegram 发出。请尽快从这里下载：
    { $url }
caption-no-right =
    😔 画好了，但我在这里不能发图片或文件。请尽快从这里下载：
    { $url }
done-picture = ✨ 你的画好了 ↑
done-other = 💬 你的画有新消息 ↑

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
unchecked = 🤷 安全审核这次没能检查这张画，所以我不能展示它。这不是你的问题，本次不扣次数，请再试一次。
failed = 😔 这张画没能画成。本次不扣次数，请稍后再试。
failed-rejected =
    😔 绘画服务没有接受这次请求。本次不扣次数，{ $command ->
        [anime] 换一张图片或换一种风格再试试吧。
        [hd] 换一张图片再试试吧。
       *[other] 换个说法再试试吧。
    }
failed-unavailable = 🌙 现在暂时不能画画。本次不扣次数，请稍后再来。
failed-source-broken =
    🤔 这个文件打不开，不是有效的图片，所以我什么也没做，不扣次数。请发送 JPEG、PNG 或 WebP，或直接发照片，例如{ photo-example }
failed-source-gone =
    🤔 我没能从 Telegram 获取你的图片。本次不扣次数。请再发一次，例如{ photo-example }
failed-too-large =
    📦 这个文件超过机器人能取的 20 MB，不扣次数。请直接发照片，例如{ photo-example }
expired = ⌛ 这张画没有按时送到。本次不扣次数。如果之后画好了，我会补发到这里。
delayed = 🖼 画已经画好，只是送到这里比平时要久。我会继续尝试，你什么都不用做。
lost = 😔 画已经画好，但没能送到这里。本次不扣次数，请再试一次。

which-style = 🌸 选哪种风格？
draft-forgotten = ⌛ 没有人选风格，这次就算了，不扣次数。想画的时候，带上照片再发一次 <code>/anime</code> 就好。

anime-words = 动漫, 漫画, 手绘, 动画, 插画
style-word = 风格
style-chinese = 国风
style-chinese-also = 中国风, 古风, 国潮
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
style-cyberfuture = 赛伯未来
style-cyberfuture-also = 赛博未来, 赛博, 赛博朋克
style-jojo = JOJO
style-jojo-also = JOJO的奇妙冒险, JO JO
style-bunny = 兔耳
style-bunny-also = 兔子, 兔耳朵
style-catear = 猫耳
style-catear-also = 猫耳朵, 猫, 猫娘

press-foreign = 这是别人的请求。
press-stale = 这个按钮已经过期，请重新发送命令。
press-again = 刚才没有成功，请再按一次。
press-unknown = 我无法知道谁可以代表这个频道按按钮。请在命令后面写上风格，例如 <code>/anime 猫耳</code>

photo-example =
    { $command ->
        [remix] 在说明里写 <code>/remix 油画风格</code>
        [anime] 在说明里写 <code>/anime 猫耳</code>
       *[hd] 在说明里写 <code>/hd</code>
    }
error-photo-missing =
    请告诉我是哪张图片：发一张照片，{ photo-example }，或者用命令回复一张照片。
error-photo-not-there =
    你回复的消息里没有图片。请回复一张照片，或发一张照片，{ photo-example }。
error-photo-moves =
    我只能处理静止的图片，不能处理视频、GIF 或动态贴纸。请发一张照片，{ photo-example }。
error-photo-wrong-type =
    这个文件不是我能读的图片。请发送 JPEG、PNG 或 WebP，或直接发照片，{ photo-example }。
error-photo-too-large =
    这个文件超过机器人能取的 20 MB。请直接发照片，{ photo-example }。
error-style-unknown =
    我不认识“{ $style }”这种风格。我会的有：{ $styles }。例如：
    <code>/anime 猫耳</code>
error-prompt-missing =
    { $command ->
        [remix]
            请在命令后面写上怎么重画，例如：
            <code>/remix 水彩，秋天的颜色</code>
       *[draw]
            请在命令后面写上要画的内容，例如：
            <code>/draw 雪地里的红狐狸</code>
    }
error-prompt-too-long =
    这段描述有 { $length } 个字符，最多 { $limit } 个。请缩短一些，例如：
    { $command ->
        [remix] <code>/remix 水彩，秋天的颜色</code>
       *[draw] <code>/draw 雪地里的红狐狸，柔和的晨光</code>
    }
error-option-unknown =
    我不认识选项 <code>{ $option }</code>。最接近的是：<code>{ $nearest }</code>
    如果它是描述的一部分，请在前面加上 <code>--</code> 和一个空格。
error-option-missing-value =
    <code>{ $option }</code> 后面要写一个值，例如 <code>{ $example }</code>
error-option-value =
    <code>{ $option }</code> 不能是“{ $value }”。可用：{ $allowed }。最接近的是：<code>{ $nearest }</code>
error-option-only-remix =
    <code>{ $option }</code> 表示保留原图的多少，只能用于 /remix。请去掉它，或者回复一张照片：
    <code>/remix 油画风格 { $option } 0.4</code>
error-in-flight = 你还有 { $count } 张画正在画，画好一张就可以再来一张。
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
    🔒 这是一个私人机器人。如果你应该有使用权限，请把这个编号发给它的主人：<code>{ $id }</code>
error-provider-closed = 🌙 现在暂时不能画画，没有扣次数，请过一会儿再试。

admin-provider-closed = ⚠️ 服务商拒绝了我们的账号（{ $status }）。新的请求会被婉拒，不扣次数；我会自动重试。
admin-provider-open = ✅ 服务商恢复接单。
admin-origin =
    ⚠️ 有一张已付费的画在等待：它的地址在 { $origin }，不在 RESULT_ORIGINS 里。
    请加入后重启；画会保留 24 小时。
