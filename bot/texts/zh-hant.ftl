# Telegram HTML。參數已轉義。

start =
    🎨 <b>你描述，我來畫；你傳照片，我來重畫。</b>

    傳送指令加上描述就行，中文、英文都可以：
    <code>/draw 雪地裡的紅狐狸</code>
    也可以直接傳一張照片，我會問你想怎麼處理。

    一張圖大約需要十秒。你的文字和照片會傳送給第三方繪圖服務（APISpace），由它畫圖；我不會儲存照片。

    更多說明：/help
help =
    🎨 <b>我會做什麼</b>

    <b>/draw</b> <i>描述</i> – 根據描述畫一張圖
    <code>/draw 暴風雨中的燈塔，油畫</code>

    <b>/remix</b> <i>描述</i> – 按描述重畫一張照片
    <code>/remix 水彩，秋天的顏色</code>

    <b>/anime</b> <i>風格</i> – 把人像變成動漫；不寫風格時，我會列出全部十二種
    <code>/anime 貓耳</code>

    <b>/hd</b> – 把圖片放大，最多四倍，以檔案傳送
    <code>/hd</code>；插畫或動漫請用 <code>/hd anime</code>

    要處理圖片，就把指令寫在照片的說明文字裡，或者用指令回覆那張圖片。也可以直接傳一張照片，我會問你想怎麼處理。

    圖下面的按鈕還能接著玩：再來一張 🔁、變化版 🎲{ $hd ->
        [no] { "" }
       *[yes] 、放大 ✨
    }，點 ⋯ 還有更多。

    /history – 你的圖 · /settings – 語言、模型、尺寸…… · /styles – 畫風 · /quota – 今天還能畫幾張 · /cancel – 取消排隊中的圖 · /privacy · /deleteme

    描述用中文、英文都可以，任何位置都可以加選項：<code>--ar 16:9</code> 比例 · <code>--n 2</code> 兩張 · <code>--no text</code> 不想出現的內容 · <code>--seed 42</code> 固定種子，可重現 · <code>--style oil</code> · <code>--model anime</code> · 還有 <code>--size</code>、<code>--steps</code>、<code>--cfg</code>、<code>--sampler</code>、<code>--fidelity</code>。值寫錯了，我會告訴你可以寫什麼。

    群組裡還有別的機器人時，請寫 <code>/draw@{ $username }</code>。被拒絕或失敗的圖不扣每日次數。
hint = 🖌 我能把文字變成圖。試試 <code>/draw 雪地裡的紅狐狸</code>，或看看 /help
unknown-command = 🤔 沒有 <code>/{ $name }</code> 這個指令。我能把文字變成圖：<code>/draw 雪地裡的紅狐狸</code>。全部用法：/help
small-talk-thanks = 😊 不客氣！想畫什麼，隨時傳文字或照片給我。
small-talk-sticker = 😊 真有意思！用 <code>/remix 油畫風格</code> 回覆它，我就把它重畫一遍。
small-talk-voice = 🎙 我聽不了語音，請把想畫的內容寫給我。
thanks-words = 謝謝, 謝謝你, 謝謝您, 謝謝啦, 多謝, 謝了, 感謝, 非常感謝, 太感謝了, 辛苦了, 感恩
thanks-signs = 👍🙏❤💛💙💜🥰😍😊🙂🤩👏🔥💯👌🎉
offer = 🖌 我能把文字變成圖。要畫這個嗎？更多說明：/help
example = 雪地裡的紅狐狸
greeting =
    👋 <b>我會畫圖。</b>
    <code>/draw@{ $username } 雪地裡的紅狐狸</code> 依描述畫一張圖；用 <code>/remix@{ $username } 油畫風格</code> 回覆一張照片，就能重畫它。

    管理員可以設定語言、誰可以畫、每天多少張：/settings@{ $username }
menu-draw = 根據描述畫一張圖
menu-remix = 重畫一張照片
menu-anime = 把人像變成動漫
menu-hd = 放大圖片
menu-history = 你的圖
menu-settings = 語言、模型、尺寸等
menu-styles = 畫風：現成的和自己的
menu-quota = 今天還能畫幾張
menu-cancel = 取消排隊中的圖
menu-help = 使用說明
menu-id = 你的 Telegram ID
menu-privacy = 隱私說明
menu-deleteme = 刪除我的所有資料
menu-start = 開始使用

profile-description =
    你寫，我畫。傳文字給我，我就畫出來；傳照片給我，我可以重畫{ $anime ->
        [no] { "" }
       *[yes] 、把人像變成動漫
    }{ $hd ->
        [no] { "" }
       *[yes] 、放大（最多四倍）
    }。
    
    試試：/draw 雪地裡的紅狐狸
    
    你的文字和照片會交給一家繪圖服務審核並畫圖；保留了什麼，請看 /privacy
profile-short =
    你寫，我畫：文字變圖、照片重畫{ $anime ->
        [no] { "" }
       *[yes] 、人像變動漫
    }{ $hd ->
        [no] { "" }
       *[yes] 、圖片放大（最多四倍）
    }。

painting = 🎨 正在畫…… { lasting }
painting-late = 🎨 正在畫…… 這張比平時慢一些。
waiting =
    { $ahead ->
        [0] ⏳ 馬上就輪到你了。
       *[other] ⏳ 正在排隊，前面還有 { $ahead } 張。
    }{ lasting }
waiting-far = ⏳ 正在排隊，前面最多還有 { $ahead } 張。{ lasting }
lasting =
    { $minutes ->
        [0]
            { $seconds ->
                [0] { "" }
               *[other] <i>預計還要 { $seconds } 秒</i>
            }
       *[other] <i>預計還要 { $minutes } 分鐘</i>
    }
cancelled = ✖ 已取消，本次不扣次數。
caption =
    <code>{ $prompt }</code>
    <i>{ $line }</i>
caption-translated =
    <code>{ $prompt }</code>
    <i>→ { $translated }</i>
    <i>{ $line }</i>
caption-forgotten =
    <i>描述已刪除（最多保留 30 天）。</i>
    <i>{ $line }</i>
caption-line = <i>{ $line }</i>
caption-count = 第 { $number } 張，共 { $total } 張
caption-hd = ✨ 已放大，以檔案傳送，畫質無損
caption-seed = seed { $seed }
caption-seconds = { $seconds } 秒
caption-link =
    🖼 圖畫好了，但檔案太大，無法透過 Telegram 傳送。請在連結失效前下載：
    { $url }
caption-no-right =
    😔 圖畫好了，但我在這裡沒有權限傳圖片。請在連結失效前下載：
    { $url }
caption-refused =
    😔 圖畫好了，但 Telegram 沒有接收。也許還能從這裡下載，請盡快：
    { $url }
done-picture = ✨ 你的圖好了 ↑
done-below = ✨ 你的圖好了 ↓
done-other = 💬 你的圖有新進展 ↑

refused =
    🙈 這張圖沒有通過安全審核：{ $reason }。本次不扣次數，{ $command ->
        [draw] 換個說法再試試吧。
        [remix] 換個說法或換一張圖片再試試吧。
       *[anime] 換一張圖片再試試吧。
    }
reason-porn = 畫面過於暴露
reason-politics = 涉及政治內容
reason-terrorism = 涉及暴力或恐怖內容
reason-other = 內容不合適
list-separator = 、
unchecked = 🤷 這張圖沒能完成安全審核，所以我不能顯示它。這不是你的問題，本次不扣次數，請再試一次。
failed = 😔 繪圖服務沒有畫成功。本次不扣次數，請稍後再試。
failed-rejected =
    😔 繪圖服務沒有接受這次請求。本次不扣次數，{ $command ->
        [anime] 換一張圖片或換一種風格再試試吧。
        [hd] 換一張圖片再試試吧。
       *[other] 換個說法再試試吧。
    }
failed-unavailable = 🌙 現在暫時不能畫圖。本次不扣次數，請稍後再來。
failed-source-broken =
    🤔 這個檔案沒辦法當作圖片打開。本次不扣次數。請傳 JPEG、PNG 或 WebP，或直接傳照片，例如{ photo-example }
failed-source-gone =
    🤔 我沒能從 Telegram 取得你的圖片。本次不扣次數。請再傳一次，例如{ photo-example }
failed-too-large =
    📦 這個檔案超過 Telegram 給機器人的 20 MB 上限，本次不扣次數。請直接傳照片，例如{ photo-example }
failed-too-many-pixels =
    📐 這張圖片超過 1.2 億像素，太大了，我處理不了，本次不扣次數。請直接傳照片，例如{ photo-example }
expired = ⌛ 等了太久，沒有等到這張圖。本次不扣次數。如果之後畫好了，我會補傳到這裡。
delayed = 🖼 圖已經畫好，只是傳送比平時慢一些。我會繼續嘗試。
lost = 😔 圖已經畫好，但沒能傳送到這裡。本次不扣次數，請再試一次。

which-style = 🌸 選哪種風格？
which-action = 🖼 好圖！想讓我怎麼處理？
which-words =
    { $command ->
        [remix]
            🖌 想怎麼重畫？請回覆這則訊息，例如：
            <code>水彩，秋天的顏色</code>
       *[draw]
            🖌 想畫什麼？請回覆這則訊息，例如：
            <code>雪地裡的紅狐狸</code>
    }
which-other-words = ✏️ 想改成什麼？把改好的文字傳給我，選項和種子保持不變。
words-before = 現在：<code>{ $words }</code>
styles =
    🖌 <b>畫風</b>
    點一種，再告訴我畫什麼；也可以在描述裡加 <code>--style oil</code>。

    自己的畫風：用 <code>/styles save dusk</code> 回覆一張圖，或者自己寫：<code>/styles save dusk 黃昏，柔和薄霧</code>。刪除：<code>/styles delete dusk</code>
style-adds = 🖌 這種畫風會加上：<code>{ $words }</code>
style-saved = ✅ 已儲存：<code>--style { $name }</code> 會加上 <code>{ $words }</code>。全部畫風：/styles
style-deleted = 🗑 畫風 <code>{ $name }</code> 已刪除，用它畫的圖不受影響。
error-style-name = 🤔 畫風的名字是一個詞，最多 { $limit } 個字母、漢字或數字，不能與現成的重名。例如回覆一張圖：<code>/styles save dusk</code>
error-style-words = 🤔 畫風需要一段文字，最多 { $limit } 個字。請回覆一張由文字畫成的圖，或者自己寫：<code>/styles save dusk 黃昏，柔和薄霧</code>
error-style-many = 🤔 你已有 { $limit } 種畫風，到上限了。請先刪除一種：/styles
error-style-none = 🤔 你沒有名為 <code>{ $name }</code> 的畫風。全部畫風：/styles
mention = <a href="tg://user?id={ $person }">👋</a>
draft-forgotten = ⌛ 沒有選風格，這次請求就取消了，本次不扣次數。{ $anime ->
        [no] { "" }
       *[yes] 想畫的時候，帶上照片再傳一次 <code>/anime</code> 就好。
    }

anime-words = 動漫, 漫畫, 手繪, 動畫, 插畫
style-word = 風格
style-chinese = 中國風
style-chinese-also = 國風, 古風, 國潮, 水墨
style-american = 美式漫畫
style-american-also = 美漫, 美國漫畫
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
style-cyberfuture = 賽博龐克
style-cyberfuture-also = 賽博未來, 賽博
style-jojo = JOJO
style-jojo-also = JOJO的奇妙冒險, JO JO
style-bunny = 兔耳
style-bunny-also = 兔子, 兔耳朵
style-catear = 貓耳
style-catear-also = 貓耳朵, 貓, 貓娘

button-again = 🔁 再來一張
button-vary = 🎲 變化版
button-hd = ✨ 高畫質
button-anime = 🌸 動漫
button-remix = 🖌 重畫
button-edit = ✏️ 改文字
button-file = 📄 無損檔案
button-how = ℹ️ 配方
button-delete = 🗑 刪除
button-more = ⋯ 更多
button-less = ↩ 返回
button-cancel = ✖ 取消
button-retry = 🔁 重試
button-change = 🖌 修改上一張圖
button-reword = ✏️ 同樣設定，換成這些文字
button-paint = 🎨 畫「{ $words }」
button-anyway = 🎨 就這樣畫
button-nearest = 🎨 改用 { $words }
button-copy = 📋 複製文字
button-copy-recipe = 📋 複製配方
button-copy-link = 🔗 複製分享連結
button-paint-recipe = 🎨 畫這張
button-try = 🎨 試一張：雪地裡的紅狐狸
button-language = 🌐 語言
button-older = 較早 ▶
button-newer = ◀ 較新
button-erase-yes = 🗑 全部刪除
button-erase-no = 取消

press-foreign = 只有發起這張圖的人能用這些按鈕。
press-foreign-shared = 這個按鈕只有發起這張圖的人能用；🔁 🎲{ shared-buttons } 大家都能用。
press-stale = 這個按鈕已經失效，請重新傳送指令。
press-again = 剛才沒有成功，請再按一次。
press-unknown = 我無法知道誰可以代表這個頻道。請直接傳指令：<code>/remix 油畫風格</code>
press-too-late = 來不及了，已經開始畫了。
press-not-deleted = 我已經忘掉它了，但 Telegram 只允許我刪除兩天以內的訊息，請你自己刪除這一則。
error-press-already = 已經在畫了，或者已經畫好了 ↓
error-press-forgotten = 這張圖的描述已刪除（最多保留 30 天）。請重新傳送指令。
error-press-no-picture = 這張圖已經不在我這裡了，請重新畫一張。
error-press-too-long = 這段描述加上選項超過了一則訊息的長度，所以我沒辦法給你一行可以複製的指令。

how =
    { $command ->
        [draw] ℹ️ 把這一行傳給我，就能得到同樣的圖：
       *[other] ℹ️ 用這一行回覆同一張照片，就能得到同樣的圖：
    }
    <code>{ $line }</code>
shared =
    { $command ->
        [draw] 🎨 有人和你分享了一份配方，點一下就畫：
       *[other] 🖌 有人和你分享了一份配方。傳一張照片，把這一行寫在照片的說明文字裡，或用它回覆一張照片：
    }
    <code>{ $line }</code>
shared-gone = 🔗 這個連結裡的配方已經不在了：圖片被刪除了，或描述已過保留期限。
original-gone = 😔 繪圖服務那邊已經沒有這張圖的無損檔案了。
original-away = 😔 剛才沒能取得無損檔案，請稍後再試。
history-date = <i>📅 { $date }</i>
history-empty = 你在這裡還沒有圖。試試 <code>/draw 雪地裡的紅狐狸</code>
history-end = 沒有更多了。

quota-person = 🎨 你今天還能畫 { $left } 張（共 { $limit } 張）
quota-person-unlimited = 🎨 你今天畫了 { $used } 張，沒有上限。
quota-group = 👥 這個群組今天還能畫 { $left } 張（共 { $limit } 張）
quota-group-unlimited = 👥 這個群組今天畫了 { $used } 張，沒有上限。
quota-under-way = ⏳ 進行中：{ $count } 張
quota-renews = 🕛 大約 { $hours } 小時後（台灣時間早上 8 點）恢復。被拒絕或失敗的圖不扣次數。
cancelled-all =
    { $count ->
        [0] 你沒有在排隊的圖。
       *[other] ✖ 已取消 { $count } 張，本次不扣次數。
    }{ $painting ->
        [0] { "" }
       *[other] 有 { $painting } 張已經開始畫，來不及取消了。
    }
id-person = 🪪 你的 ID：<code>{ $id }</code>
id-chat = 💬 這個聊天室的 ID：<code>{ $id }</code>
privacy =
    🔏 <b>我保留什麼，為什麼</b>
    • 你的文字和照片會傳送給第三方繪圖服務（APISpace），由它審核和畫圖。照片由它經由我讀取，我不會存到磁碟上。
    • 你的請求我會保留：文字保留 30 天；為了 /history 和按鈕，還會保留你的照片和成品在 Telegram 的檔案 ID，以及成品的參數（尺寸、seed、日期）。你的設定和畫風會一直保留。
    • 我會統計你每天畫了幾張，但從不把你的文字寫進記錄檔。
    • 點圖下面的 🗑，我就忘掉這張圖和它的文字。/deleteme 會讓我忘掉一切，只有今天的張數（保留到台灣時間早上 8 點）和管理者關於誰可以使用的決定除外。
    • 管理者可能會保留備份，最多 30 天。如果復原了備份，此後用過 /deleteme 的人會再次被忘掉。
    { $translated ->
        [yes] • 不是拉丁字母或漢字的描述，會先傳送給一家翻譯服務。
       *[no] { "" }
    }
restored =
    🛟 我已從備份復原。備份時你還在進行中的 { $count } 個請求已經結束，不扣次數。如果有圖沒有收到，請再傳一次。
erase-question = 🗑 要刪除我保留的所有你的資料嗎？包括文字、圖、歷史記錄和設定。排隊中的圖會取消。刪除後無法復原。
erase-in-private = 請在我們的私訊裡傳送 /deleteme
erasing = 🗑 正在刪除。磁碟上的最後一點痕跡還需要一會兒，清除乾淨後我會在這裡告訴你。
erased = 🗑 好了，你的一切我都忘了。這個聊天室裡的訊息，請你自己刪除。
erase-not = 什麼都沒有刪除。

settings-own-name = 繁體中文
settings-title =
    ⚙️ <b>你的設定</b>
    在所有聊天室裡都有效；群組可以另設語言。指令裡寫了選項的，以指令為準。
settings-title-group =
    ⚙️ <b>本群組設定</b>
    管理員可以修改。
settings-language = 🌐 語言：{ $value }
settings-language-auto = 自動
settings-language-which = 🌐 <b>要我用哪種語言？</b>
settings-model = 🖌 模型：{ $value }
settings-model-art = 藝術
settings-model-anime = 動漫
settings-model-basic = 基礎
settings-model-which =
    🖌 <b>用哪個模型畫？</b>
    也可以在指令裡用 <code>--model</code> 另選。
settings-size = 📐 尺寸：{ $value }
settings-size-which =
    📐 <b>畫多大？</b>
    由照片畫成的會保持照片的比例。也可以在指令裡用 <code>--ar</code> 或 <code>--size</code> 另選。
settings-negative = 🚫 排除：{ $value }
settings-negative-none = 無
settings-negative-own = ✏️ 自己寫……
settings-negative-which =
    🚫 <b>始終不想畫什麼？</b>
    現在：<code>{ $value }</code>
    指令裡寫了 <code>--no</code> 的，以指令為準。
settings-negative-ask = ✏️ 始終不想畫什麼？請用幾個詞回覆這則訊息。
settings-negative-again = ✏️ 這樣不行：要寫幾個詞，最多 { $limit } 個字元。請再回覆這則訊息。
settings-negative-noted = ✅ 以後我會排除：<code>{ $value }</code>
settings-file = 📄 以檔案傳送：{ $value }
settings-file-no = 否
settings-file-yes = 是
settings-file-which =
    📄 <b>圖要以檔案傳送嗎？</b>
    檔案畫質無損，照片可以在聊天室裡直接看到。
settings-tell = 🔔 畫好提醒：{ $value }
settings-tell-late = 等待較久時
settings-tell-always = 總是
settings-tell-never = 從不
settings-tell-which =
    🔔 <b>什麼時候提醒你畫好了？</b>
    圖片送達時沒有提示音，可以再傳一則訊息提醒你。
settings-once = ⚡ 傳文字就畫：{ $value }
settings-once-no = 否
settings-once-yes = 是
settings-once-which =
    ⚡ <b>你傳來的文字，要不要馬上就畫？</b>
    是：私聊裡不帶指令的文字會直接畫成圖，計入次數。否：我先問一聲。
settings-link = 🔗 圖片說明附連結：{ $value }
settings-link-no = 否
settings-link-yes = 是
settings-link-which =
    🔗 <b>要在圖片說明裡寫上我的名字嗎？</b>
    最後一行會寫上我的名字：轉傳或分享圖片時，別人點一下就能找到我。
settings-orderers = 👥 誰可以畫：{ $value }
settings-orderers-everyone = 所有人
settings-orderers-admins = 管理員
settings-orderers-which = 👥 <b>這個群組裡誰可以畫？</b>
settings-daily = 🖼 每天張數：{ $value }
settings-daily-default = 預設
settings-daily-which = 🖼 <b>這個群組每天可以畫幾張？</b>
settings-buttons = 🔁 誰可以接著畫：{ $value }
settings-buttons-everyone = 所有人
settings-buttons-owner = 發起的人
shared-buttons =
    { $hd ->
        [no] { "" }
       *[yes] { " ✨" }
    }{ $anime ->
        [no] { "" }
       *[yes] { " 🌸" }
    }
settings-buttons-which =
    🔁 <b>誰可以用 🔁 🎲{ shared-buttons } 接著畫別人的圖？</b>
    誰按的，就算誰的張數。其他按鈕只有發起這張圖的人能用。
settings-spoiler = 🫣 遮住圖片：{ $value }
settings-spoiler-no = 否
settings-spoiler-yes = 是
settings-spoiler-which =
    🫣 <b>這裡的圖片要先遮住，點一下才顯示嗎？</b>
    以檔案傳送的無法遮住。
settings-keep = 🧹 刪除圖片：{ $value }
settings-keep-always = 不刪除
settings-keep-hours = { $hours } 小時後
settings-keep-which =
    🧹 <b>我在這裡傳的圖片，多久以後刪除？</b>
    刪除的圖片在 /history 裡也看不到了。Telegram 只允許我刪除兩天以內的訊息。
settings-chosen = ✓ { $value }
settings-back = ↩ 返回
settings-administrators-only =
    ⚙️ 這裡的設定只有群組管理員能改。你也有自己的設定：私訊 @{ $username }，傳送 /settings 就行。
settings-again = 剛才沒能確認你是不是這裡的管理員，請稍後再傳一次 /settings
press-foreign-settings = 本群組的設定只有管理員能改。

photo-example =
    { $command ->
        [remix] 在說明文字裡寫 <code>/remix 油畫風格</code>
        [anime] { $anime ->
            [no] { photo-asked }
           *[yes] 在說明文字裡寫 <code>/anime 貓耳</code>
        }
        [photo] { photo-asked }
       *[hd] { $hd ->
            [no] { photo-asked }
           *[yes] 在說明文字裡寫 <code>/hd</code>
        }
    }
photo-asked = 我會問你想怎麼處理
error-photo-missing =
    🖼 請告訴我是哪張圖片：傳一張照片，{ photo-example }，或者用指令回覆一張照片。
error-photo-not-there =
    🖼 你回覆的訊息裡沒有圖片。請回覆一張照片，或傳一張照片，{ photo-example }。
error-photo-moves =
    🖼 我只能處理靜止的圖片，不能處理影片、GIF 或動態貼圖。請傳一張照片，{ photo-example }。
error-photo-wrong-type =
    🖼 這個檔案不是我能讀的圖片。請傳 JPEG、PNG 或 WebP，或直接傳照片，{ photo-example }。
error-photo-too-large =
    📦 這個檔案超過 Telegram 給機器人的 20 MB 上限。請直接傳照片，{ photo-example }。
error-style-unknown =
    🤔 我不認識「<code>{ $style }</code>」這種風格。我會的有：{ $styles }。例如：
    <code>/anime 貓耳</code>
error-prompt-too-long =
    🤔 這段描述有 { $length } 個字元，最多 { $limit } 個。請縮短一些，例如：
    { $command ->
        [remix] <code>/remix 水彩，秋天的顏色</code>
       *[draw] <code>/draw 雪地裡的紅狐狸，柔和的晨光</code>
    }
error-option-unknown =
    🤔 我不認識選項 <code>{ $option }</code>。{ $nearest ->
        [none] 全部選項：/help
       *[other] 你是不是想寫 <code>{ $nearest }</code>？
    }
    如果它是描述的一部分，請在前面加上 <code>--</code> 和一個空格。
error-option-foreign =
    🤔 <code>{ $option }</code> 是別的繪圖工具的選項。{ $nearest ->
        [none] { option-foreign-none }
        [hd] { $hd ->
            [no] { option-foreign-none }
           *[yes] 在我這裡，點圖下面的 ✨ 就能放大。
        }
       *[other] 我這裡最接近的是 <code>{ $nearest }</code>
    }
option-foreign-none = 我這裡沒有類似的。
error-option-missing-value =
    🤔 <code>{ $option }</code> 後面要寫一個值，例如 <code>{ $example }</code>
error-option-value =
    🤔 <code>{ $option }</code> 不能是「<code>{ $value }</code>」。可用：{ $allowed }。{ $nearest ->
        [none] 例如 <code>{ $example }</code>
       *[other] 試試 <code>{ $nearest }</code>
    }
error-option-not-here =
    🤔 <code>{ $option }</code> 對 /{ $command } 沒有作用。請拿掉它再傳一次。
error-option-only-remix =
    🤔 <code>{ $option }</code> 表示原照片保留多少，需要有一張照片。請拿掉這個選項，或者回覆一張照片：
    <code>/remix 油畫風格 { $option } 0.4</code>
error-unread = 🔤 繪圖服務只看得懂英文和中文，這段描述它只能用猜的。請用其中一種語言描述，回覆這則訊息；也可以就這樣畫：
error-too-many = 🐢 一小時內沒有畫成的訂單太多了，請稍等一會兒再試。
error-in-flight = ⏳ 你有 { $count } 張圖正在處理，同時最多就這麼多。有空位後再試。
error-quota-person =
    🌙 { $limit ->
        [0] 目前這裡不能畫圖，請聯絡機器人管理者。
       *[other] 今天的 { $limit } 張額度已用完，大約 { $hours } 小時後（台灣時間早上 8 點）恢復。
    }
error-quota-group =
    🌙 { $limit ->
        [0] 目前這個群組不能畫圖，請聯絡機器人管理者。
       *[other] 這個群組今天的 { $limit } 張額度已用完，大約 { $hours } 小時後（台灣時間早上 8 點）恢復。
    }
error-quota-total =
    🌙 { $limit ->
        [0] 目前不能畫圖，請稍後再來。
       *[other] 今天的總額度已用完，大約 { $hours } 小時後（台灣時間早上 8 點）恢復。
    }
error-not-allowed =
    🔒 你不能在這裡使用我。如果覺得應該可以，請把這個 ID 傳給機器人管理者：<code>{ $id }</code>
error-not-offered = 🌙 這種圖已經不提供了。
error-paused = 🌙 繪圖暫停中，本次不扣次數，請稍後再試。
error-admins-only = 🔒 這個群組裡只有管理員可以畫圖。歡迎來私訊找我。
error-try-again = 😔 剛才沒有成功，本次不扣次數，請再試一次。
error-provider-closed = 🌙 現在暫時不能畫圖，本次不扣次數，請過一會兒再試。

menu-stats = 最近 30 天的統計
menu-health = 我的狀況
menu-allow = 允許某個聊天室或使用者使用
menu-deny = 禁止某個聊天室或使用者使用
menu-pause = 暫停接收請求
menu-resume = 恢復接收請求
operator-stats =
    📊 <b>最近 { $days } 天</b>
    { $orders } · { $people } · { $pictures }
operator-stats-none =
    📊 <b>最近 { $days } 天</b>
    還沒有請求。
operator-stats-orders = { $count } 次請求
operator-stats-people = { $count } 人
operator-stats-pictures = { $count } 張圖
operator-stats-waits = 一半的圖在 { $half } 秒內送到，絕大多數（95%）在 { $most } 秒內。
operator-stats-busiest = 💬 最活躍：<code>{ $chats }</code>
operator-stats-failed = 😔 剛才沒能畫出統計圖，請再試一次，原因在記錄檔裡。
operator-stats-lean = 🖼 缺少 <code>matplotlib</code>，畫不出統計圖：請在機器人的目錄裡用 <code>pip install '.[plots]'</code> 裝上選用元件 <code>plots</code>。
operator-stats-private = 🔒 統計裡有使用者資訊，所以我只在私訊裡顯示。
operator-access-usage =
    請寫上 ID，例如使用者 <code>/{ $command } 123456789</code>，群組 <code>/{ $command } -1001234567890</code>。在群組裡單獨傳 <code>/{ $command }</code> 指這個群組；用它回覆一則訊息，指寫那則訊息的人。
operator-allowed = ✅ <code>{ $id }{ $name }</code> 現在可以使用了，不管 ALLOWED_CHATS 怎麼寫。
operator-denied = ⛔ <code>{ $id }{ $name }</code> 不能再使用了。撤銷：<code>/allow { $id }</code>
operator-quota =
    { $count ->
        [0] 🔢 <code>{ $id }</code> 一張也不能畫。
       *[other] 🔢 <code>{ $id }</code> 每天可以畫 { $count } 張。
    }
operator-quota-default = 🔢 <code>{ $id }</code> 使用預設的每日張數。
operator-quota-usage =
    請寫上 ID 和每天的張數，例如 <code>/quota 123456789 50</code>；<code>/quota 123456789 default</code> 恢復預設，<code>/quota 123456789</code> 查看目前的張數。
operator-paused = ⏸ 已暫停：在 /resume 之前不接新請求，已經收下的照樣畫完。
operator-paused-already = ⏸ 本來就在暫停中，/resume 可以恢復。
operator-resumed = ▶️ 恢復接收請求了。
operator-resumed-already = ▶️ 現在沒有暫停。

health-yes = ✅
health-no = ❌
health-parts = 🩺 資料庫 { $database } · Telegram { $telegram } · 背景工作 { $workers }
health-refused = ⚠️ 供應商拒絕了我們的帳號。請到 APISpace 主控台（產品 23329）查看餘額和權杖。
health-line = ⏳ 排隊 { $waiting } · 正在畫 { $painting } · 正在送出 { $finished }
health-hour = 🕐 最近一小時：畫成 { $pictures } · 被拒 { $refused } · 失敗 { $failed }
health-disk = 💾 剩餘 { $megabytes } MB

admin-provider-closed = ⚠️ 供應商拒絕了我們的帳號（{ $status }）。新的請求會被婉拒，不扣次數；我會自動重試。請到 APISpace 主控台（產品 23329）看看：餘額用完了嗎？APISPACE_TOKEN 還有效嗎？
admin-provider-open = ✅ APISpace 恢復接收請求了。
admin-origin =
    ⚠️ 有一張已付費的圖在等待：它的網址在 <code>{ $origin }</code>，不在 RESULT_ORIGINS 裡。
    請加入後重新啟動；圖會保留 24 小時。
admin-path = ⚠️ <code>{ $setting }</code> 可能不對：{ $answer }。<code>/{ $command }</code> 的請求會被婉拒，不扣次數。請到 APISpace 主控台查找正確的路徑，或把這項設定留空來撤下這個指令，然後重新啟動。<code>doctor --paid</code> 可以試一試。
admin-disk = ⚠️ 磁碟快滿了：騰出空間之前我不接新請求，已經在畫的會畫完。請在資料庫所在的磁碟上騰些空間。
operator-weekly-on = 🗓 每週一我會告訴你這一週的情況。再傳 <code>/stats weekly</code> 可以關閉。
operator-weekly-off = 🗓 不再每週彙報了。
digest =
    🗓 <b>最近 7 天</b>
    請求 { $orders } · 人數 { $people } · 圖片 { $pictures } · 被拒 { $refused } · 失敗 { $failed }
