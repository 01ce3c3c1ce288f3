# Telegram HTML. Arguments arrive escaped. A line of a message that starts with *, [ or . must be quoted.

start =
    🎨 <b>I paint what you describe, and repaint what you show me.</b>

    Send me a command with a description:
    <code>/draw a red fox in the snow</code>
    Or a photo with a command in its caption:
    <code>/remix as an oil painting</code> · <code>/anime</code> · <code>/hd</code>

    A picture takes about ten seconds. Your words and photos go to a third party, the image service APISpace, which paints the pictures; I keep no photos.

    /help shows more.
help =
    🎨 <b>What I can do</b>

    <b>/draw</b> <i>description</i> – paint a picture
    <code>/draw a lighthouse in a storm, oil painting</code>

    <b>/remix</b> <i>description</i> – repaint a photo
    <code>/remix as a watercolour, autumn colours</code>

    <b>/anime</b> <i>style</i> – turn a portrait into anime; without a style I show you all twelve
    <code>/anime jojo</code>

    <b>/hd</b> – make a picture up to four times as large, as a file
    <code>/hd</code>, or <code>/hd anime</code> for a drawing

    The last three go into a photo's caption, or into a reply to a photo, a picture file, a sticker or a picture of mine.

    The buttons under a picture make more of it: another one 🔁, a variation 🎲, a larger one ✨ – and ⋯ shows the rest. Send me a photo without a word, and I ask what to do with it.

    /history – your pictures · /settings – language, model, size… · /quota – what is left today · /cancel – cancel what is waiting · /privacy · /deleteme

    Descriptions may be in English or Chinese, with options anywhere: <code>--ar 16:9</code> shape · <code>--n 2</code> two pictures · <code>--no text</code> what to avoid · <code>--seed 42</code> the same again · <code>--model anime</code> · also <code>--size</code>, <code>--steps</code>, <code>--cfg</code>, <code>--sampler</code>, <code>--fidelity</code>. A wrong value is answered with what is possible.

    In groups, write <code>/draw@{ $username }</code> if other bots are there too. Pictures that were refused or failed never count against your daily limit.
hint = 🖌 I paint pictures from words. Try <code>/draw a red fox in the snow</code>, or see /help.
menu-draw = Paint a picture from words
menu-remix = Repaint a photo
menu-anime = Turn a portrait into anime
menu-hd = Make a picture larger
menu-history = Your pictures
menu-settings = Language, model, size and more
menu-quota = How many pictures are left today
menu-cancel = Cancel what is waiting
menu-help = What I can do
menu-privacy = What I keep, and for how long
menu-deleteme = Delete everything I know about you
menu-start = Say hello

profile-description =
    I paint what you write. Send me words and I make a picture of them; send me a photo and I repaint it, turn a portrait into anime, or enlarge it four times.
    
    Try: /draw a red fox in the snow
    
    Your words and photos go to an image service that checks them and paints; /privacy says what is kept.
profile-short = I paint what you write, repaint photos, turn portraits into anime and enlarge pictures four times.

painting = 🎨 Painting… { lasting }
waiting =
    { $ahead ->
        [0] ⏳ You are next in line.
        [one] ⏳ In line: { $ahead } picture before yours.
       *[other] ⏳ In line: { $ahead } pictures before yours.
    } { lasting }
waiting-far = ⏳ In line: at most { $ahead } pictures before yours. { lasting }
lasting =
    { $minutes ->
        [0]
            { $seconds ->
                [0] { "" }
               *[other] <i>About { $seconds } s.</i>
            }
       *[other] <i>About { $minutes } min.</i>
    }
cancelled = ✖ Cancelled. This did not count.
caption =
    <code>{ $prompt }</code>
    <i>{ $model } · { $size } · seed { $seed } · { $seconds } s</i>
caption-forgotten =
    <i>I have forgotten the words for this one.</i>
    <i>{ $model } · { $size } · seed { $seed } · { $seconds } s</i>
caption-anime = <i>{ $style } · { $size } · seed { $seed } · { $seconds } s</i>
caption-hd = <i>✨ Enlarged, and sent as a file, so that no pixel is lost · { $size }{ $seconds } s</i>
caption-link =
    🖼 Your picture is ready, but too large to get through to Telegram. You can fetch it here for a while:
    { $url }
caption-no-right =
    😔 Your picture is ready, but I may not send pictures or files here. You can fetch it here for a while:
    { $url }
caption-refused =
    😔 Your picture is painted, but it does not get through to Telegram. You may be able to fetch it here for a while:
    { $url }
done-picture = ✨ Your picture is ready ↑
done-below = ✨ Your picture is ready ↓
done-other = 💬 There is news about your picture ↑

refused =
    🙈 Your picture was stopped by the safety check: { $reason }. This did not count. { $command ->
        [draw] Try describing it differently.
        [remix] Try other words or another picture.
       *[anime] Try another picture.
    }
reason-porn = it came out too revealing
reason-politics = it touches on politics
reason-terrorism = it shows violence or terror
reason-other = it was found unsuitable
list-separator = { ", " }
unchecked = 🤷 The safety check could not look at your picture, so I may not show it. That is not your fault, and this did not count. Please try again.
failed = 😔 The painter could not finish this picture. This did not count. Please try again in a moment.
failed-rejected =
    😔 The painter did not accept this order. This did not count. { $command ->
        [anime] Try another picture or another style.
        [hd] Try another picture.
       *[other] Try wording it differently.
    }
failed-unavailable = 🌙 Painting is not available just now. This did not count. Please try again later.
failed-source-broken =
    🤔 That file does not open as a picture, so I did nothing. This did not count. Send it as a JPEG, PNG or WebP, or simply as a photo, for example { photo-example }
failed-source-gone =
    🤔 I could not fetch your picture from Telegram. This did not count. Please send it again, for example { photo-example }
failed-too-large =
    📦 That file is larger than the 20 MB a bot may fetch. This did not count. Send it as a photo instead, for example { photo-example }
failed-too-many-pixels =
    📐 That picture has more than 120 megapixels, which is more than I can take. This did not count. Send it as a photo instead, for example { photo-example }
expired = ⌛ The picture did not arrive in time. This did not count. If it still arrives, I will put it here.
delayed = 🖼 Your picture is painted, but bringing it here takes longer than usual. I keep trying; you need not do anything.
lost = 😔 The picture was painted, but I could not bring it here. This did not count. Please try again.

which-style = 🌸 Which style would you like?
which-action = 🖼 A fine picture! What shall I do with it?
which-words =
    { $command ->
        [remix]
            🖌 How shall I repaint it? Reply to this message, for example with:
            <code>as a watercolour, autumn colours</code>
       *[draw]
            🖌 What shall I paint? Reply to this message, for example with:
            <code>a red fox in the snow</code>
    }
mention = <a href="tg://user?id={ $person }">👋</a>
draft-forgotten = ⌛ Nobody chose a style, so I let this one go. This did not count. Send <code>/anime</code> with the photo again whenever you like.

anime-words = anime, manga, drawing
style-word = style
style-chinese = Chinese
style-chinese-also = guofeng, china, ink, chinese painting
style-american = American comic
style-american-also = american, us comic, comic, marvel
style-cute = Cute
style-cute-also = kawaii, sweet
style-gorgeous = Gorgeous
style-gorgeous-also = splendid, magnificent, beautiful
style-horrible = Horror
style-horrible-also = horrible, horror comic, scary
style-avatar = Elf
style-avatar-also = avatar, elves, fairy
style-fighting = Fighting
style-fighting-also = hot blooded, shonen, battle
style-machine = Steampunk
style-machine-also = machine, mechanical, mecha, retro machine
style-cyberfuture = Cyber future
style-cyberfuture-also = cyber, cyberpunk, future
style-jojo = JOJO
style-jojo-also = jo jo, jojos bizarre adventure
style-bunny = Bunny ears
style-bunny-also = bunny, rabbit, rabbit ears
style-catear = Cat ears
style-catear-also = cat ear, cat, neko

button-again = 🔁 Again
button-vary = 🎲 Vary
button-hd = ✨ HD
button-anime = 🌸 Anime
button-remix = 🖌 Remix
button-file = 📄 Original
button-how = ℹ️ How
button-delete = 🗑 Delete
button-more = ⋯
button-less = ↩
button-cancel = ✖ Cancel
button-retry = 🔁 Try again
button-older = Older ▶
button-newer = ◀ Newer
button-erase-yes = 🗑 Delete everything
button-erase-no = Keep it

press-foreign = These buttons are for whoever gave this order. Order a picture of your own with /draw
press-stale = This button is too old. Please send the command again.
press-again = That did not work just now. Please press again.
press-unknown = I cannot tell who may use buttons on behalf of this channel. Please send a command instead; with a style it needs no button: <code>/anime jojo</code>
press-too-late = Too late: it is being painted already.
press-not-deleted = I have forgotten it, but Telegram lets me delete messages for two days only. Please delete this one yourself.
error-press-already = That is already on its way, or done ↓
error-press-forgotten = I have forgotten the words for this picture: I keep them for 30 days at most. Please send the command again.
error-press-no-picture = I no longer have this picture. Please order it again.
error-press-too-long = This description with its options is longer than one message may be, so I cannot give you a line to copy.

how =
    { $command ->
        [draw] ℹ️ Send this to get the same picture again:
       *[other] ℹ️ Reply to the same photo with this to get the same picture again:
    }
    <code>{ $line }</code>
original-gone = 😔 The painter no longer has the original of this picture.
original-away = 😔 I could not fetch the original just now. Please try again later.
history-date = <i>📅 { $date }</i>
history-empty = There are no pictures of yours here yet. Try <code>/draw a red fox in the snow</code>
history-end = There are no more pictures.

quota-person = 🎨 Left for you today: { $left } of { $limit }
quota-person-unlimited = 🎨 Painted for you today: { $used }. There is no limit.
quota-group = 👥 Left for this group today: { $left } of { $limit }
quota-group-unlimited = 👥 Painted in this group today: { $used }. There is no limit.
quota-under-way =
    { $count ->
        [one] ⏳ Under way: { $count } picture
       *[other] ⏳ Under way: { $count } pictures
    }
quota-renews = 🕛 Renews in about { $hours } h (midnight UTC). Refused and failed pictures do not count.
cancelled-all =
    { $count ->
        [0] You have nothing waiting.
        [one] ✖ Cancelled: { $count } picture. This did not count.
       *[other] ✖ Cancelled: { $count } pictures. This did not count.
    } { $painting ->
        [0] { "" }
        [one] { $painting } is being painted already; it is too late to cancel that.
       *[other] { $painting } are being painted already; it is too late to cancel those.
    }
privacy =
    🔏 <b>What I keep, and why</b>
    • Your words and photos go to a third party, the image service APISpace, which checks them and paints. It fetches your photos through me; I keep none on disk.
    • I keep what you ordered: the words for 30 days; for /history and the buttons also Telegram's numbers for your photo and the finished picture, and its facts (size, seed, date). Your settings stay as you leave them.
    • I count your pictures each day. I never write your words into a log.
    • 🗑 under a picture makes me forget it and its words. /deleteme makes me forget everything; only the bare count of today's pictures stays until midnight UTC, and what the bot's operators have decided about who may order.
    • The operators may keep backups, for 30 days at most. If one is restored, whoever has used /deleteme since is forgotten again.
restored =
    🛟 I was brought back from a backup. { $count ->
        [one] An order of yours that was under way when it was made has ended with it and does not count.
       *[other] { $count } orders of yours that were under way when it was made have ended with it and do not count.
    } If a picture never came, please order it once more.
erase-question = 🗑 Shall I delete everything I know about you: words, pictures, history and settings? Orders that are waiting are cancelled. This cannot be undone.
erase-in-private = Please send me /deleteme in our private chat.
erasing = 🗑 Being deleted. The last traces on disk take a moment longer; I will tell you here when they are gone.
erased = 🗑 Done: I have forgotten everything about you. The messages in this chat are yours to delete.
erase-not = Nothing was deleted.

# Each catalogue says its own name here: English, 中文, 繁體中文, Русский, Español.
settings-own-name = English
settings-title =
    ⚙️ <b>Your settings</b>
    They hold wherever you order; a group may have a language of its own. What you write in an order comes first.
settings-title-group =
    ⚙️ <b>This group's settings</b>
    Administrators can change them.
settings-language = 🌐 Language: { $value }
settings-language-auto = automatic
settings-language-which = 🌐 <b>Which language shall I speak?</b>
settings-model = 🖌 Model: { $value }
settings-model-art = art
settings-model-anime = anime
settings-model-basic = basic
settings-model-which =
    🖌 <b>Which model shall I paint with?</b>
    <code>--model</code> in an order chooses another.
settings-size = 📐 Size: { $value }
settings-size-which =
    📐 <b>How large shall your pictures be?</b>
    Those made from a photo keep its shape. <code>--ar</code> or <code>--size</code> in an order chooses another.
settings-negative = 🚫 Avoid: { $value }
settings-negative-none = nothing
settings-negative-own = ✏️ My own words…
settings-negative-which =
    🚫 <b>What shall I always avoid?</b>
    Now: <code>{ $value }</code>
    <code>--no</code> in an order replaces it.
settings-negative-ask = ✏️ What shall I always avoid? Answer this message with a few words.
settings-negative-again = ✏️ That does not work: I need some words, at most { $limit } characters. Answer this message with them.
settings-negative-noted = ✅ From now on I avoid: <code>{ $value }</code>
settings-file = 📄 Pictures as files: { $value }
settings-file-no = no
settings-file-yes = yes
settings-file-which =
    📄 <b>Shall I send pictures as files?</b>
    A file keeps every pixel; a photo is shown at once.
settings-tell = 🔔 Tell me when done: { $value }
settings-tell-late = after a long wait
settings-tell-always = always
settings-tell-never = never
settings-tell-which =
    🔔 <b>When shall I tell you that a picture is done?</b>
    A picture comes without a sound; a line after it makes one.
settings-orderers = 👥 Who may order: { $value }
settings-orderers-everyone = everyone
settings-orderers-admins = administrators
settings-orderers-which = 👥 <b>Who may order pictures in this group?</b>
settings-daily = 🖼 Pictures a day: { $value }
settings-daily-default = as the bot's owner set it
settings-daily-which = 🖼 <b>How many pictures a day may this group have?</b>
settings-chosen = ✓ { $value }
settings-back = ↩ Back
settings-administrators-only =
    ⚙️ Here only the group's administrators can change settings. You have your own: write /settings to @{ $username } in private.
settings-again = I could not find out just now whether you are an administrator here. Please send /settings again in a moment.
press-foreign-settings = Only this group's administrators can change its settings.

photo-example =
    { $command ->
        [remix] with the caption <code>/remix as an oil painting</code>
        [anime] with the caption <code>/anime jojo</code>
        [photo] and I will ask you what to do with it
       *[hd] with the caption <code>/hd</code>
    }
error-photo-missing =
    🖼 Show me which picture: send a photo { photo-example }, or reply to a photo with the command.
error-photo-not-there =
    🖼 There is no picture in the message you replied to. Reply to a photo, or send one { photo-example }.
error-photo-moves =
    🖼 I can only work on pictures that stand still, not on videos, GIFs or moving stickers. Send a photo { photo-example }.
error-photo-wrong-type =
    🖼 I cannot read that file as a picture. Send it as a JPEG, PNG or WebP, or simply as a photo, { photo-example }.
error-photo-too-large =
    📦 That file is larger than the 20 MB a bot may fetch. Send it as a photo instead, { photo-example }.
error-style-unknown =
    🤔 I do not know the style “<code>{ $style }</code>”. I know: { $styles }. For example:
    <code>/anime jojo</code>
error-prompt-too-long =
    🤔 That description has { $length } characters; I can take up to { $limit }. Shorten it a little, for example:
    { $command ->
        [remix] <code>/remix as a watercolour, autumn colours</code>
       *[draw] <code>/draw a red fox in the snow, soft morning light</code>
    }
error-option-unknown =
    🤔 I do not know the option <code>{ $option }</code>. The nearest I have: <code>{ $nearest }</code>
    If you meant it as words, put <code>--</code> and a space in front of them.
error-option-missing-value =
    🤔 <code>{ $option }</code> needs a value, for example <code>{ $example }</code>
error-option-value =
    🤔 <code>{ $option }</code> cannot be “<code>{ $value }</code>”. Possible: { $allowed }. The nearest that works: <code>{ $nearest }</code>
error-option-not-here =
    🤔 <code>{ $option }</code> does nothing with /{ $command }, so I have not started. Please send it again without.
error-option-only-remix =
    🤔 <code>{ $option }</code> says how much of a photo remains, so it needs one. Leave it out here, or reply to a photo with
    <code>/remix as an oil painting { $option } 0.4</code>
error-in-flight =
    ⏳ { $count ->
        [one] I am still painting a picture for you.
       *[other] I am still painting { $count } pictures for you.
    } You can order the next as soon as one is done.
error-quota-person =
    🌙 { $limit ->
        [0] No pictures are allowed here at the moment. Ask the bot's owner.
        [one] You have used your one picture for today. You get a new one in about { $hours } h (midnight UTC).
       *[other] You have used your { $limit } pictures for today. You get new ones in about { $hours } h (midnight UTC).
    }
error-quota-group =
    🌙 { $limit ->
        [0] No pictures are allowed in this group at the moment. Ask the bot's owner.
        [one] This group has used its one picture for today. A new one in about { $hours } h (midnight UTC).
       *[other] This group has used its { $limit } pictures for today. New ones in about { $hours } h (midnight UTC).
    }
error-quota-total =
    🌙 { $limit ->
        [0] No pictures can be made at the moment. Please come back later.
       *[other] All pictures for today are used up. New ones in about { $hours } h (midnight UTC).
    }
error-not-allowed =
    🔒 You cannot order here. If you think you should, send the bot's owner this id: <code>{ $id }</code>
error-paused = 🌙 Painting is paused for the moment. This did not count. Please try again later.
error-admins-only = 🔒 In this group only administrators may order pictures. You are welcome in our private chat.
error-try-again = 😔 That did not work just now. This did not count. Please try again.
error-provider-closed = 🌙 Painting is not available just now. This did not count. Please try again in a while.

menu-stats = The last 30 days in a picture
menu-allow = Let a chat or a person order
menu-deny = Shut a chat or a person out
menu-pause = Take no orders for now
menu-resume = Take orders again
operator-stats =
    📊 <b>The last { $days } days</b>
    { $orders } · { $people } · { $pictures }
operator-stats-none =
    📊 <b>The last { $days } days</b>
    No orders yet.
operator-stats-orders =
    { $count ->
        [one] { $count } order
       *[other] { $count } orders
    }
operator-stats-people =
    { $count ->
        [one] { $count } person
       *[other] { $count } people
    }
operator-stats-pictures =
    { $count ->
        [one] { $count } picture
       *[other] { $count } pictures
    }
operator-stats-waits = Half of the pictures came within { $half } s, nearly all (95 %) within { $most } s.
operator-stats-failed = 😔 I could not draw the statistics just now. Please try again; the log says why.
operator-stats-lean = 🖼 For the picture <code>matplotlib</code> is missing: install the extra <code>plots</code>, in the bot’s own folder, by <code>pip install '.[plots]'</code>.
operator-stats-private = 🔒 The statistics name people, so I show them in our private chat only.
operator-access-usage =
    Tell me whom, by id, for example <code>/{ $command } 123456789</code> for a person, <code>/{ $command } -1001234567890</code> for a group. In a group, <code>/{ $command }</code> alone means the group, and as a reply it means whoever wrote that message.
operator-allowed = ✅ <code>{ $id }</code> may order now, whatever ALLOWED_CHATS says.
operator-denied = ⛔ <code>{ $id }</code> may not order any more. <code>/allow { $id }</code> takes it back.
operator-quota =
    { $count ->
        [0] 🔢 <code>{ $id }</code> may order no pictures at all.
        [one] 🔢 <code>{ $id }</code> may order { $count } picture a day.
       *[other] 🔢 <code>{ $id }</code> may order { $count } pictures a day.
    }
operator-quota-default = 🔢 For <code>{ $id }</code> the daily number from the settings holds.
operator-quota-usage =
    Tell me for whom and how many a day, for example <code>/quota 123456789 50</code>; <code>/quota 123456789 default</code> goes back to the settings, <code>/quota 123456789</code> tells what holds.
operator-paused = ⏸ Paused: I take no orders until /resume. What was ordered is still painted.
operator-paused-already = ⏸ I am paused already; /resume ends it.
operator-resumed = ▶️ I take orders again.
operator-resumed-already = ▶️ I am not paused.

admin-provider-closed = ⚠️ The provider refuses our account ({ $status }). Orders are turned away and given back; I try again by myself.
admin-provider-open = ✅ The provider takes orders again.
admin-origin =
    ⚠️ A paid picture waits: its address is at <code>{ $origin }</code>, which is not in RESULT_ORIGINS.
    Add it there and restart; the picture is kept for 24 h.
