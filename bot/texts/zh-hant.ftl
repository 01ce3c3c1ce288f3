# Telegram HTML。參數已轉義。

start =
    🎨 <b>你描述，我來畫；你傳照片，我來重畫。</b>

    傳送指令和描述就可以：
    <code>/draw 雪地裡的紅狐狸</code>
    或者傳一張照片，在說明裡寫指令：
    <code>/remix 油畫風格</code> · <code>/anime</code> · <code>/hd</code>

    一張畫大約需要十秒。你的文字和照片會傳送給第三方繪圖服務（APISpace），由它作畫；我不會保存照片。

    更多說明請看 /help
help =
    🎨 <b>我會做什麼</b>

    <b>/draw</b> <i>描述</i> – 按文字畫一張畫
    <code>/draw 暴風雨中的燈塔，油畫</code>

    <b>/remix</b> <i>描述</i> – 按描述重畫一張照片
    <code>/remix 水彩，秋天的顏色</code>

    <b>/anime</b> <i>風格</i> – 把人像變成動漫；不寫風格時，我會列出全部十二種
    <code>/anime 貓耳</code>

    <b>/hd</b> – 把圖片放大，最多四倍，以檔案傳送
    <code>/hd</code>；插畫或動漫請用 <code>/hd anime</code>

    後三個指令寫在照片的說明裡，或者用來回覆一張照片、圖片檔、貼圖或我畫的畫。描述用中文、英文都可以。

    描述裡可以加選項：<code>--ar 16:9</code>、<code>--n 2</code>、<code>--seed 42</code>、<code>--model anime</code>、<code>--no text</code>。

    群組裡還有別的機器人時，請寫 <code>/draw@{ $username }</code>。被拒絕或失敗的畫不扣每日次數。
hint = 我按文字畫畫 🖌 試試 <code>/draw 雪地裡的紅狐狸</code>，或看看 /help
hint-photo =
    好圖！🖌 用 <code>/remix 油畫風格</code>、<code>/anime</code> 或 <code>/hd</code> 回覆它，或看看 /help

menu-draw = 按文字畫一張畫
menu-remix = 重畫一張照片
menu-anime = 把人像變成動漫
menu-hd = 放大圖片
menu-help = 我會做什麼
menu-start = 打個招呼

painting = 🎨 正在畫…… <i>通常十秒左右</i>
caption =
    <code>{ $prompt }</code>
    <i>{ $model } · { $size } · seed { $seed }</i>
caption-anime = <i>{ $style } · { $size } · seed { $seed }</i>
caption-hd = <i>✨ 已放大，以檔案傳送，保留全部細節。</i>
caption-link =
    🖼 畫好了，但檔案太大，沒能透過 Telegram 傳出。請盡快從這裡下載：
    { $url }
caption-no-right =
    😔 畫好了，但我在這裡不能傳圖片或檔案。請盡快從這裡下載：
    { $url }
done-picture = ✨ 你的畫好了 ↑
done-other = 💬 你的畫有新消息 ↑

refused =
    🙈 這張畫沒有通過安全審核：{ $reason }。本次不扣次數，{ $command ->
        [draw] 換個說法再試試吧。
        [remix] 換個說法或換一張圖片再試試吧。
       *[anime] 換一張圖片再試試吧。
    }
reason-porn = 畫面過於暴露
reason-politics = 涉及政治內容
reason-terrorism = 涉及暴力或恐怖內容
reason-other = 內容不合適
list-separator = 、
unchecked = 🤷 安全審核這次沒能檢查這張畫，所以我不能展示它。這不是你的問題，本次不扣次數，請再試一次。
failed = 😔 這張畫沒能畫成。本次不扣次數，請稍後再試。
failed-rejected =
    😔 繪圖服務沒有接受這次請求。本次不扣次數，{ $command ->
        [anime] 換一張圖片或換一種風格再試試吧。
        [hd] 換一張圖片再試試吧。
       *[other] 換個說法再試試吧。
    }
failed-unavailable = 🌙 現在暫時不能畫畫。本次不扣次數，請稍後再來。
failed-source-broken =
    🤔 這個檔案打不開，不是有效的圖片，所以我什麼也沒做，不扣次數。請傳 JPEG、PNG 或 WebP，或直接傳照片，例如{ photo-example }
failed-source-gone =
    🤔 我沒能從 Telegram 取得你的圖片。本次不扣次數。請再傳一次，例如{ photo-example }
failed-too-large =
    📦 這個檔案超過機器人能下載的 20 MB，不扣次數。請直接傳照片，例如{ photo-example }
expired = ⌛ 這張畫沒有按時送到。本次不扣次數。如果之後畫好了，我會補傳到這裡。
delayed = 🖼 畫已經畫好，只是送到這裡比平時要久。我會繼續嘗試，你什麼都不用做。
lost = 😔 畫已經畫好，但沒能送到這裡。本次不扣次數，請再試一次。

which-style = 🌸 選哪種風格？
draft-forgotten = ⌛ 沒有人選風格，這次就算了，不扣次數。想畫的時候，帶上照片再傳一次 <code>/anime</code> 就好。

anime-words = 動漫, 漫畫, 手繪, 動畫, 插畫
style-word = 風格
style-chinese = 國風
style-chinese-also = 中國風, 古風, 國潮
style-american = 美漫
style-american-also = 美式漫畫, 美國漫畫
style-cute = 可愛
style-cute-also = 萌, Q版
style-gorgeous = 華麗
style-gorgeous-also = 唯美
style-horrible = 恐怖漫畫
style-horrible-also = 恐怖, 驚悚
style-avatar = 精靈
style-avatar-also = 阿凡達
style-fighting = 熱血
style-fighting-also = 戰鬥
style-machine = 機械復古
style-machine-also = 機械, 蒸汽龐克, 蒸氣龐克
style-cyberfuture = 賽博未來
style-cyberfuture-also = 賽博, 賽博龐克
style-jojo = JOJO
style-jojo-also = JOJO的奇妙冒險, JO JO
style-bunny = 兔耳
style-bunny-also = 兔子, 兔耳朵
style-catear = 貓耳
style-catear-also = 貓耳朵, 貓, 貓娘

press-foreign = 這是別人的請求。
press-stale = 這個按鈕已經過期，請重新傳送指令。
press-again = 剛才沒有成功，請再按一次。
press-unknown = 我無法知道誰可以代表這個頻道按按鈕。請在指令後面寫上風格，例如 <code>/anime 貓耳</code>

photo-example =
    { $command ->
        [remix] 在說明裡寫 <code>/remix 油畫風格</code>
        [anime] 在說明裡寫 <code>/anime 貓耳</code>
       *[hd] 在說明裡寫 <code>/hd</code>
    }
error-photo-missing =
    請告訴我是哪張圖片：傳一張照片，{ photo-example }，或者用指令回覆一張照片。
error-photo-not-there =
    你回覆的訊息裡沒有圖片。請回覆一張照片，或傳一張照片，{ photo-example }。
error-photo-moves =
    我只能處理靜止的圖片，不能處理影片、GIF 或動態貼圖。請傳一張照片，{ photo-example }。
error-photo-wrong-type =
    這個檔案不是我能讀的圖片。請傳 JPEG、PNG 或 WebP，或直接傳照片，{ photo-example }。
error-photo-too-large =
    這個檔案超過機器人能下載的 20 MB。請直接傳照片，{ photo-example }。
error-style-unknown =
    我不認識「{ $style }」這種風格。我會的有：{ $styles }。例如：
    <code>/anime 貓耳</code>
error-prompt-missing =
    { $command ->
        [remix]
            請在指令後面寫上怎麼重畫，例如：
            <code>/remix 水彩，秋天的顏色</code>
       *[draw]
            請在指令後面寫上要畫的內容，例如：
            <code>/draw 雪地裡的紅狐狸</code>
    }
error-prompt-too-long =
    這段描述有 { $length } 個字元，最多 { $limit } 個。請縮短一些，例如：
    { $command ->
        [remix] <code>/remix 水彩，秋天的顏色</code>
       *[draw] <code>/draw 雪地裡的紅狐狸，柔和的晨光</code>
    }
error-option-unknown =
    我不認識選項 <code>{ $option }</code>。最接近的是：<code>{ $nearest }</code>
    如果它是描述的一部分，請在前面加上 <code>--</code> 和一個空格。
error-option-missing-value =
    <code>{ $option }</code> 後面要寫一個值，例如 <code>{ $example }</code>
error-option-value =
    <code>{ $option }</code> 不能是「{ $value }」。可用：{ $allowed }。最接近的是：<code>{ $nearest }</code>
error-option-only-remix =
    <code>{ $option }</code> 表示保留原圖的多少，只能用於 /remix。請拿掉它，或者回覆一張照片：
    <code>/remix 油畫風格 { $option } 0.4</code>
error-in-flight = 你還有 { $count } 張畫正在畫，畫好一張就可以再來一張。
error-quota-person =
    { $limit ->
        [0] 目前這裡不能畫畫，請聯絡機器人的主人。
       *[other] 今天的 { $limit } 張額度已用完，大約 { $hours } 小時後（UTC 零點）恢復。
    }
error-quota-group =
    { $limit ->
        [0] 目前這個群組不能畫畫，請聯絡機器人的主人。
       *[other] 這個群組今天的 { $limit } 張額度已用完，大約 { $hours } 小時後（UTC 零點）恢復。
    }
error-quota-total =
    { $limit ->
        [0] 目前不能畫畫，請稍後再來。
       *[other] 今天的總額度已用完，大約 { $hours } 小時後（UTC 零點）恢復。
    }
error-not-allowed =
    🔒 這是私人機器人。如果你應該有使用權限，請把這個編號傳給它的主人：<code>{ $id }</code>
error-provider-closed = 🌙 現在暫時不能畫畫，沒有扣次數，請過一會兒再試。

admin-provider-closed = ⚠️ 供應商拒絕了我們的帳號（{ $status }）。新的請求會被婉拒，不扣次數；我會自動重試。
admin-provider-open = ✅ 供應商恢復接單。
admin-origin =
    ⚠️ 有一張已付費的畫在等待：它的網址在 { $origin }，不在 RESULT_ORIGINS 裡。
    請加入後重新啟動；畫會保留 24 小時。
