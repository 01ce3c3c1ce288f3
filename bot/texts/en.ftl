# Telegram HTML. Arguments arrive escaped. A line of a message that starts with *, [ or . must be quoted.

start =
    🎨 <b>I paint what you describe, and repaint what you show me.</b>

    Send me a command with a description in English or Chinese:
    <code>/draw a red fox in the snow</code>
    Or just send a photo: I'll ask what you want.

    A picture takes about ten seconds. Your words and photos go to a third party, the image service APISpace, which paints the pictures; I keep no photos.

    More: /help
help =
    🎨 <b>What I can do</b>

    <b>/draw</b> <i>description</i> – paint a picture
    <code>/draw a lighthouse in a storm, oil painting</code>

    <b>/remix</b> <i>description</i> – repaint a photo
    <code>/remix as a watercolour, autumn colours</code>

    <b>/anime</b> <i>style</i> – turn a portrait into anime; without a style I show you all twelve
    <code>/anime jojo</code>

    <b>/hd</b> – upscale a picture up to 4×, as a file
    <code>/hd</code>, or <code>/hd anime</code> for a drawing

    To work on a picture, put the command in a photo's caption, or reply to the picture with it. Or just send a photo; I'll ask what you want.

    The buttons under a picture make more of it: another one 🔁, a variation 🎲{ $hd ->
        [no] { "" }
       *[yes] , a larger one ✨
    } – and ⋯ shows the rest.

    /history – your pictures · /settings – language, model, size… · /styles – styles, mine and yours · /quota – pictures left today · /cancel – cancel queued pictures · /privacy · /deleteme

    Describe in English or Chinese, with options anywhere: <code>--ar 16:9</code> shape · <code>--n 2</code> two pictures · <code>--no text</code> what to leave out · <code>--seed 42</code> repeatable result · <code>--style oil</code> · <code>--model anime</code> · also <code>--size</code>, <code>--steps</code>, <code>--cfg</code>, <code>--sampler</code>, <code>--fidelity</code>. If a value is wrong, I'll say what works.

    In groups, write <code>/draw@{ $username }</code> if there are other bots. Pictures that were refused or failed never count against your daily limit.
hint = 🖌 I turn words into pictures. Try <code>/draw a red fox in the snow</code>, or see /help.
unknown-command = 🤔 I don't know <code>/{ $name }</code>. I turn words into pictures: <code>/draw a red fox in the snow</code>. All I can do: /help
small-talk-thanks = 😊 You're welcome! Whenever you like, send me the next words or a photo.
small-talk-sticker = 😊 Nice one! Reply to it with <code>/remix as an oil painting</code> and I'll repaint it.
small-talk-voice = 🎙 I can't listen. Please write to me what I should paint.
thanks-words = thanks, thank you, thank you so much, thank you very much, thanks a lot, many thanks, thx, ty, tysm, cheers, great thanks, ok thanks, cool thanks, nice thanks
thanks-signs = 👍🙏❤💛💙💜🥰😍😊🙂🤩👏🔥💯👌🎉
offer = 🖌 I turn words into pictures. Shall I paint this? More: /help
example = a red fox in the snow
greeting =
    👋 <b>I paint pictures.</b>
    <code>/draw@{ $username } a red fox in the snow</code> paints what you describe. Reply to a photo with <code>/remix@{ $username } as an oil painting</code> to repaint it.

    Administrators can set the language, who can paint and how many pictures a day: /settings@{ $username }
menu-draw = Paint a picture from words
menu-remix = Repaint a photo
menu-anime = Turn a portrait into anime
menu-hd = Upscale a picture
menu-history = Your pictures
menu-settings = Language, model, size and more
menu-styles = Styles, mine and your own
menu-quota = Pictures left today
menu-cancel = Cancel queued pictures
menu-help = Help and options
menu-id = Your Telegram ID
menu-privacy = What I keep, and for how long
menu-deleteme = Delete all my data
menu-start = Start

profile-description =
    I paint what you write. Send me words and I make a picture of them; send me a photo and I repaint it.{ $anime ->
        [no] { "" }
       *[yes] { " " }I turn portraits into anime.
    }{ $hd ->
        [no] { "" }
       *[yes] { " " }I upscale pictures up to 4×.
    }
    
    Try: /draw a red fox in the snow
    
    Your words and photos go to an image service that checks them and paints; /privacy says what is kept.
profile-short =
    I paint what you write · repaint photos{ $anime ->
        [no] { "" }
       *[yes] { " " }· turn portraits into anime
    }{ $hd ->
        [no] { "" }
       *[yes] { " " }· upscale pictures up to 4×
    }

painting = 🎨 Painting… { lasting }
painting-late = 🎨 Painting… This one takes longer than usual.
waiting =
    { $ahead ->
        [0] ⏳ You are next.
        [one] ⏳ In the queue: { $ahead } picture ahead of yours.
       *[other] ⏳ In the queue: { $ahead } pictures ahead of yours.
    } { lasting }
waiting-far = ⏳ In the queue: up to { $ahead } pictures ahead of yours. { lasting }
lasting =
    { $minutes ->
        [0]
            { $seconds ->
                [0] { "" }
                [one] <i>About { $seconds } second.</i>
               *[other] <i>About { $seconds } seconds.</i>
            }
        [one] <i>About { $minutes } minute.</i>
       *[other] <i>About { $minutes } minutes.</i>
    }
cancelled = ✖ Cancelled. It doesn't count against your daily limit.
caption =
    <code>{ $prompt }</code>
    <i>{ $line }</i>
caption-translated =
    <code>{ $prompt }</code>
    <i>→ { $translated }</i>
    <i>{ $line }</i>
caption-forgotten =
    <i>Description deleted (kept for 30 days at most).</i>
    <i>{ $line }</i>
caption-line = <i>{ $line }</i>
caption-count = { $number } of { $total }
caption-hd = ✨ Upscaled; sent as a file to keep full quality
caption-seed = seed { $seed }
caption-seconds = { $seconds } s
caption-link =
    🖼 Your picture is ready, but too large to send on Telegram. Download it here while the link lasts:
    { $url }
caption-no-right =
    😔 Your picture is ready, but I'm not allowed to send pictures here. Download it while the link lasts:
    { $url }
caption-refused =
    😔 Your picture is ready, but Telegram didn't accept it. You may be able to download it here while the link lasts:
    { $url }
done-picture = ✨ Your picture is ready ↑
done-below = ✨ Your picture is ready ↓
done-other = 💬 Update on your picture ↑

refused =
    🙈 Your picture was stopped by the safety check: { $reason }. It doesn't count against your daily limit. { $command ->
        [draw] Try describing it differently.
        [remix] Try other words or another picture.
       *[anime] Try another picture.
    }
reason-porn = it is too revealing
reason-politics = it touches on politics
reason-terrorism = it shows violence or terror
reason-other = it was found unsuitable
list-separator = { ", " }
unchecked = 🤷 The safety check couldn't check your picture, so I can't show it. That is not your fault, and it doesn't count against your daily limit. Please try again.
failed = 😔 The image service couldn't finish this picture. It doesn't count against your daily limit. Please try again in a moment.
failed-rejected =
    😔 The image service rejected this request. It doesn't count against your daily limit. { $command ->
        [anime] Try another picture or another style.
        [hd] Try another picture.
       *[other] Try wording it differently.
    }
failed-unavailable = 🌙 Painting is not available right now. It doesn't count against your daily limit. Please try again later.
failed-source-broken =
    🤔 I couldn't open that file as a picture. It doesn't count against your daily limit. Send it as a JPEG, PNG or WebP, or simply as a photo, for example { photo-example }
failed-source-gone =
    🤔 I couldn't fetch your picture from Telegram. It doesn't count against your daily limit. Please send it again, for example { photo-example }
failed-too-large =
    📦 That file is over Telegram's 20 MB limit for bots. It doesn't count against your daily limit. Send it as a photo instead, for example { photo-example }
failed-too-many-pixels =
    📐 That picture has more than 120 megapixels, which is more than I can take. It doesn't count against your daily limit. Send it as a photo instead, for example { photo-example }
expired = ⌛ The picture took too long. It doesn't count against your daily limit. I'll post it here if it still comes.
delayed = 🖼 Your picture is ready, but sending it is taking longer than usual. I'll keep trying.
lost = 😔 The picture was painted, but I couldn't send it. It doesn't count against your daily limit. Please try again.

which-style = 🌸 Which style would you like?
which-action = 🖼 Nice picture! What should I do with it?
which-words =
    { $command ->
        [remix]
            🖌 How should I repaint it? Reply to this message, for example:
            <code>as a watercolour, autumn colours</code>
       *[draw]
            🖌 What should I paint? Reply to this message, for example:
            <code>a red fox in the snow</code>
    }
which-other-words = ✏️ What should it say instead? Send the changed words; options and seed stay the same.
words-before = Now: <code>{ $words }</code>
styles =
    🖌 <b>Styles</b>
    Tap one and tell me what to paint, or add <code>--style oil</code> to a description.

    Your own: reply to a picture with <code>/styles save dusk</code>, or write its words yourself: <code>/styles save dusk golden hour, soft haze</code>. Delete it: <code>/styles delete dusk</code>
style-adds = 🖌 The style adds: <code>{ $words }</code>
style-saved = ✅ Saved: <code>--style { $name }</code> adds <code>{ $words }</code>. All styles: /styles
style-deleted = 🗑 The style <code>{ $name }</code> is deleted. Pictures made in it stay as they are.
error-style-name = 🤔 A style's name is one word of at most { $limit } letters or digits, and none of mine. For example, in reply to a picture: <code>/styles save dusk</code>
error-style-words = 🤔 A style needs words, at most { $limit } characters. Reply to a picture made from words, or write them: <code>/styles save dusk golden hour, soft haze</code>
error-style-many = 🤔 You have { $limit } styles, the most there can be. Delete one first: /styles
error-style-none = 🤔 You have no style <code>{ $name }</code>. All styles: /styles
mention = <a href="tg://user?id={ $person }">👋</a>
draft-forgotten = ⌛ No style was chosen, so I dropped this request. It doesn't count against your daily limit.{ $anime ->
        [no] { "" }
       *[yes] { " " }Send <code>/anime</code> with the photo again whenever you like.
    }

anime-words = anime, manga, drawing
style-word = style
style-chinese = Chinese ink
style-chinese-also = chinese, guofeng, china, ink, chinese painting
style-american = Comic
style-american-also = american comic, american, us comic, marvel
style-cute = Cute
style-cute-also = kawaii, sweet
style-gorgeous = Gorgeous
style-gorgeous-also = splendid, magnificent, beautiful
style-horrible = Horror
style-horrible-also = horrible, horror comic, scary
style-avatar = Elf
style-avatar-also = avatar, elves, fairy
style-fighting = Battle
style-fighting-also = fighting, hot blooded, shonen
style-machine = Steampunk
style-machine-also = machine, mechanical, mecha, retro machine
style-cyberfuture = Cyberpunk
style-cyberfuture-also = cyber, cyber future, future
style-jojo = JoJo
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
button-edit = ✏️ Edit
button-file = 📄 Full quality
button-how = ℹ️ Recipe
button-delete = 🗑 Delete
button-more = ⋯ More
button-less = ↩ Back
button-cancel = ✖ Cancel
button-retry = 🔁 Try again
button-change = 🖌 Change the last picture
button-reword = ✏️ Same settings, new words
button-paint = 🎨 Paint “{ $words }”
button-anyway = 🎨 Paint anyway
button-nearest = 🎨 Use { $words }
button-copy = 📋 Copy the words
button-copy-recipe = 📋 Copy the recipe
button-copy-link = 🔗 Copy a link to share
button-paint-recipe = 🎨 Paint it
button-try = 🎨 Try: a red fox in the snow
button-language = 🌐 Language
button-older = Older ▶
button-newer = ◀ Newer
button-erase-yes = 🗑 Delete everything
button-erase-no = Cancel

press-foreign = Only the person who asked for this picture can use these buttons.
press-foreign-shared = Only the person who asked for this picture can use this button. 🔁 🎲{ shared-buttons } are for everyone.
press-stale = This button no longer works. Please send the command again.
press-again = That didn't work just now. Please tap again.
press-unknown = I can't tell who may act for this channel. Send a command: <code>/remix as an oil painting</code>
press-too-late = Too late: it is already being painted.
press-not-deleted = I've forgotten it, but Telegram lets me delete messages for two days only; please delete it yourself.
error-press-already = That is already on its way, or done ↓
error-press-forgotten = The description of this picture is deleted (I keep it for 30 days at most). Please send the command again.
error-press-no-picture = I no longer have this picture. Please ask for it again.
error-press-too-long = This description with its options is longer than one message may be, so I can't give you a line to copy.

how =
    { $command ->
        [draw] ℹ️ Send this to get the same picture again:
       *[other] ℹ️ Reply to the same photo with this to get the same picture again:
    }
    <code>{ $line }</code>
shared =
    { $command ->
        [draw] 🎨 Somebody shared a recipe with you. One tap paints it:
       *[other] 🖌 Somebody shared a recipe with you. Send a photo with this as its caption, or reply with it to a photo:
    }
    <code>{ $line }</code>
shared-gone = 🔗 The recipe behind this link is gone: the picture was deleted, or its description is no longer kept.
original-gone = 😔 The image service no longer has the full-quality file of this picture.
original-away = 😔 I couldn't fetch the full-quality file just now. Please try again later.
history-date = <i>📅 { $date }</i>
history-empty = You have no pictures here yet. Try <code>/draw a red fox in the snow</code>
history-end = There are no more pictures.

quota-person =
    { $limit ->
        [one] 🎨 You have { $left } of { $limit } picture left today
       *[other] 🎨 You have { $left } of { $limit } pictures left today
    }
quota-person-unlimited = 🎨 Your pictures today: { $used }. There is no limit.
quota-group =
    { $limit ->
        [one] 👥 This group has { $left } of { $limit } picture left today
       *[other] 👥 This group has { $left } of { $limit } pictures left today
    }
quota-group-unlimited = 👥 This group's pictures today: { $used }. There is no limit.
quota-under-way =
    { $count ->
        [one] ⏳ In progress: { $count } picture
       *[other] ⏳ In progress: { $count } pictures
    }
quota-renews = 🕛 Resets in about { $hours } h. Refused and failed pictures don't count.
cancelled-all =
    { $count ->
        [0] You have nothing in the queue.
        [one] ✖ Cancelled: { $count } picture. It doesn't count against your daily limit.
       *[other] ✖ Cancelled: { $count } pictures. They don't count against your daily limit.
    } { $painting ->
        [0] { "" }
        [one] { $painting } picture is already being painted and can't be cancelled.
       *[other] { $painting } pictures are already being painted and can't be cancelled.
    }
id-person = 🪪 Your ID: <code>{ $id }</code>
id-chat = 💬 This chat’s ID: <code>{ $id }</code>
privacy =
    🔏 <b>What I keep, and why</b>
    • Your words and photos go to a third party, the image service APISpace, which checks them and paints. It fetches your photos through me; I keep none on disk.
    • I keep your requests: the words for 30 days; for /history and the buttons also Telegram's file IDs of your photo and of the finished picture, and its details (size, seed, date). Your settings and styles stay as you leave them.
    • I count your pictures each day. I never write your words into a log.
    • 🗑 under a picture makes me forget it and its words. /deleteme makes me forget everything except today's count (until the daily limit resets) and the owner's decisions on access.
    • The owner may keep backups, for 30 days at most. If one is restored, whoever has used /deleteme since is forgotten again.
    { $translated ->
        [yes] • Descriptions in other scripts than Latin and Chinese go to a translation service first.
       *[no] { "" }
    }
restored =
    🛟 I was restored from a backup. { $count ->
        [one] { $count } request of yours that was in progress when it was made has ended and doesn't count.
       *[other] { $count } requests of yours that were in progress when it was made have ended and don't count.
    } If a picture never came, please ask for it again.
erase-question = 🗑 Delete everything I know about you: words, pictures, history and settings? Queued pictures are cancelled. This can't be undone.
erase-in-private = Please send me /deleteme in our private chat.
erasing = 🗑 Being deleted. The last traces on disk take a moment longer; I will tell you here when they are gone.
erased = 🗑 Done: I have forgotten everything about you. You can delete the messages in this chat yourself.
erase-not = Nothing was deleted.

# Each catalogue says its own name here: English, 中文, 繁體中文, Русский, Español.
settings-own-name = English
settings-title =
    ⚙️ <b>Your settings</b>
    They apply in every chat; a group can have its own language. Options in a command take priority.
settings-title-group =
    ⚙️ <b>This group's settings</b>
    Administrators can change them.
settings-language = 🌐 Language: { $value }
settings-language-auto = automatic
settings-language-which = 🌐 <b>Which language should I speak?</b>
settings-model = 🖌 Model: { $value }
settings-model-art = art
settings-model-anime = anime
settings-model-basic = basic
settings-model-which =
    🖌 <b>Which model should I paint with?</b>
    <code>--model</code> in a command chooses another.
settings-size = 📐 Size: { $value }
settings-size-which =
    📐 <b>What size should your pictures be?</b>
    Those made from a photo keep its shape. <code>--ar</code> or <code>--size</code> in a command chooses another.
settings-negative = 🚫 Avoid: { $value }
settings-negative-none = nothing
settings-negative-own = ✏️ My own words…
settings-negative-which =
    🚫 <b>What should I always leave out?</b>
    Now: <code>{ $value }</code>
    <code>--no</code> in a command replaces it.
settings-negative-ask = ✏️ What should I always leave out? Reply to this message with a few words.
settings-negative-again =
    { $limit ->
        [one] ✏️ That doesn't work: I need some words, at most { $limit } character. Reply to this message with them.
       *[other] ✏️ That doesn't work: I need some words, at most { $limit } characters. Reply to this message with them.
    }
settings-negative-noted = ✅ From now on I'll avoid: <code>{ $value }</code>
settings-file = 📄 Pictures as files: { $value }
settings-file-no = no
settings-file-yes = yes
settings-file-which =
    📄 <b>Should I send pictures as files?</b>
    Files keep full quality; photos show right in the chat.
settings-tell = 🔔 Notify me: { $value }
settings-tell-late = after long waits
settings-tell-always = always
settings-tell-never = never
settings-tell-which =
    🔔 <b>When should I notify you that a picture is ready?</b>
    Pictures arrive silently. I can send a short message afterwards that notifies you.
settings-once = ⚡ Paint at once: { $value }
settings-once-no = no
settings-once-yes = yes
settings-once-which =
    ⚡ <b>Should I paint what you write to me at once?</b>
    Yes: words without a command, in our private chat, become a picture and count. No: I ask first.
settings-link = 🔗 Link in captions: { $value }
settings-link-no = no
settings-link-yes = yes
settings-link-which =
    🔗 <b>Should captions name me?</b>
    A last line with my name leads people here when you forward or share a picture.
settings-orderers = 👥 Who can paint: { $value }
settings-orderers-everyone = everyone
settings-orderers-admins = admins
settings-orderers-which = 👥 <b>Who can paint pictures in this group?</b>
settings-daily = 🖼 Pictures a day: { $value }
settings-daily-default = default
settings-daily-which = 🖼 <b>How many pictures a day can this group have?</b>
settings-buttons = 🔁 Make more: { $value }
settings-buttons-everyone = everyone
settings-buttons-owner = who asked
shared-buttons =
    { $hd ->
        [no] { "" }
       *[yes] { " ✨" }
    }{ $anime ->
        [no] { "" }
       *[yes] { " 🌸" }
    }
settings-buttons-which =
    🔁 <b>Who can make more of a picture by 🔁 🎲{ shared-buttons }?</b>
    What others make counts for them. All other buttons belong to the person who asked for the picture.
settings-spoiler = 🫣 Pictures covered: { $value }
settings-spoiler-no = no
settings-spoiler-yes = yes
settings-spoiler-which =
    🫣 <b>Should pictures here be covered until they are tapped?</b>
    Files can't be covered.
settings-keep = 🧹 Delete pictures: { $value }
settings-keep-always = never
settings-keep-hours = after { $hours } h
settings-keep-which =
    🧹 <b>When should I delete my pictures here again?</b>
    A deleted picture is gone from /history, too. Telegram lets me delete for two days only.
settings-chosen = ✓ { $value }
settings-back = ↩ Back
settings-administrators-only =
    ⚙️ Only this group's administrators can change its settings. For your own, send /settings to @{ $username } in private.
settings-again = I couldn't check whether you're an admin here. Please send /settings again in a moment.
press-foreign-settings = Only this group's administrators can change its settings.

photo-example =
    { $command ->
        [remix] with the caption <code>/remix as an oil painting</code>
        [anime] { $anime ->
            [no] { photo-asked }
           *[yes] with the caption <code>/anime jojo</code>
        }
        [photo] { photo-asked }
       *[hd] { $hd ->
            [no] { photo-asked }
           *[yes] with the caption <code>/hd</code>
        }
    }
photo-asked = and I will ask you what to do with it
error-photo-missing =
    🖼 Show me which picture: send a photo { photo-example }, or reply to a photo with the command.
error-photo-not-there =
    🖼 There is no picture in the message you replied to. Reply to a photo, or send one { photo-example }.
error-photo-moves =
    🖼 I can only work on still images, not on videos, GIFs or animated stickers. Send a photo { photo-example }.
error-photo-wrong-type =
    🖼 I can't read that file as a picture. Send it as a JPEG, PNG or WebP, or simply as a photo, { photo-example }.
error-photo-too-large =
    📦 That file is over Telegram's 20 MB limit for bots. Send it as a photo instead, { photo-example }.
error-style-unknown =
    🤔 I don't know the style “<code>{ $style }</code>”. I know: { $styles }. For example:
    <code>/anime jojo</code>
error-prompt-too-long =
    🤔 { $length ->
        [one] That description has { $length } character; I can take up to { $limit }.
       *[other] That description has { $length } characters; I can take up to { $limit }.
    } Shorten it a little, for example:
    { $command ->
        [remix] <code>/remix as a watercolour, autumn colours</code>
       *[draw] <code>/draw a red fox in the snow, soft morning light</code>
    }
error-option-unknown =
    🤔 I don't know the option <code>{ $option }</code>. { $nearest ->
        [none] All options: /help
       *[other] Did you mean <code>{ $nearest }</code>?
    }
    If it is part of the description, put <code>--</code> and a space before it.
error-option-foreign =
    🤔 <code>{ $option }</code> belongs to another image generator. { $nearest ->
        [none] { option-foreign-none }
        [hd] { $hd ->
            [no] { option-foreign-none }
           *[yes] Here, ✨ under a picture upscales it.
        }
       *[other] The nearest I have: <code>{ $nearest }</code>
    }
option-foreign-none = I have nothing like it.
error-option-missing-value =
    🤔 <code>{ $option }</code> needs a value, for example <code>{ $example }</code>
error-option-value =
    🤔 <code>{ $option }</code> can't be “<code>{ $value }</code>”. Possible: { $allowed }. { $nearest ->
        [none] For example <code>{ $example }</code>
       *[other] Try <code>{ $nearest }</code>
    }
error-option-not-here =
    🤔 <code>{ $option }</code> doesn't work with /{ $command }. Please send it again without it.
error-option-only-remix =
    🤔 <code>{ $option }</code> sets how much of a photo is kept, so it needs a photo. Leave it out, or reply to a photo with
    <code>/remix as an oil painting { $option } 0.4</code>
error-unread = 🔤 The image service reads English and Chinese; from these words it could only guess. Reply to this message with a description in one of them, or have it painted as it is:
error-too-many = 🐢 So many orders within an hour that came to nothing: please wait a little before the next one.
error-in-flight =
    ⏳ { $count ->
        [1] One picture of yours is in progress, the most at once. Try again when it is finished.
        [one] { $count } picture of yours is in progress, the most at once. Try again when it is finished.
       *[other] { $count } pictures of yours are in progress, the most at once. Try again when one is finished.
    }
error-quota-person =
    🌙 { $limit ->
        [0] No pictures are allowed here at the moment. Ask the bot's owner.
        [one] You have used your one picture for today. You get a new one in about { $hours } h.
       *[other] You have used your { $limit } pictures for today. You get new ones in about { $hours } h.
    }
error-quota-group =
    🌙 { $limit ->
        [0] No pictures are allowed in this group at the moment. Ask the bot's owner.
        [one] This group has used its one picture for today. It gets a new one in about { $hours } h.
       *[other] This group has used its { $limit } pictures for today. It gets new ones in about { $hours } h.
    }
error-quota-total =
    🌙 { $limit ->
        [0] No pictures can be made at the moment. Please come back later.
       *[other] All pictures for today are used up. There are new ones in about { $hours } h.
    }
error-not-allowed =
    🔒 You can't use this bot here. If you think you should, send the bot's owner this ID: <code>{ $id }</code>
error-not-offered = 🌙 I don't make pictures of this kind any more.
error-paused = 🌙 Painting is paused at the moment. It doesn't count against your daily limit. Please try again later.
error-admins-only = 🔒 In this group only administrators can paint pictures. Message me privately.
error-try-again = 😔 That didn't work just now. It doesn't count against your daily limit. Please try again.
error-provider-closed = 🌙 Painting is not available right now. It doesn't count against your daily limit. Please try again in a while.

menu-stats = Statistics for 30 days
menu-health = How I am
menu-allow = Allow a chat or person
menu-deny = Block a chat or person
menu-pause = Take no requests for now
menu-resume = Take requests again
operator-stats =
    📊 <b>{ $days ->
        [one] The last { $days } day
       *[other] The last { $days } days
    }</b>
    { $orders } · { $people } · { $pictures }
operator-stats-none =
    📊 <b>{ $days ->
        [one] The last { $days } day
       *[other] The last { $days } days
    }</b>
    No requests yet.
operator-stats-orders =
    { $count ->
        [one] { $count } request
       *[other] { $count } requests
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
operator-stats-busiest = 💬 Busiest: <code>{ $chats }</code>
operator-stats-failed = 😔 I couldn't draw the statistics just now. Please try again; the log says why.
operator-stats-lean = 🖼 For the picture <code>matplotlib</code> is missing: install the extra <code>plots</code>, in the bot’s own folder, by <code>pip install '.[plots]'</code>.
operator-stats-private = 🔒 The statistics name people, so I show them in our private chat only.
operator-access-usage =
    Give an ID, for example <code>/{ $command } 123456789</code> for a person, <code>/{ $command } -1001234567890</code> for a group. In a group, <code>/{ $command }</code> alone means the group, and as a reply it means whoever wrote that message.
operator-allowed = ✅ <code>{ $id }{ $name }</code> can use the bot now, whatever ALLOWED_CHATS says.
operator-denied = ⛔ <code>{ $id }{ $name }</code> can't use the bot any more. Undo: <code>/allow { $id }</code>
operator-quota =
    { $count ->
        [0] 🔢 <code>{ $id }</code> gets no pictures at all.
        [one] 🔢 <code>{ $id }</code> gets up to { $count } picture a day.
       *[other] 🔢 <code>{ $id }</code> gets up to { $count } pictures a day.
    }
operator-quota-default = 🔢 <code>{ $id }</code> uses the default daily limit.
operator-quota-usage =
    Give an ID and a number a day, for example <code>/quota 123456789 50</code>; <code>/quota 123456789 default</code> goes back to the default, <code>/quota 123456789</code> shows the current limit.
operator-paused = ⏸ Paused: I take no requests until /resume. What was asked for before is still painted.
operator-paused-already = ⏸ I am already paused; /resume ends it.
operator-resumed = ▶️ I take requests again.
operator-resumed-already = ▶️ I am not paused.

health-yes = ✅
health-no = ❌
health-parts = 🩺 Database { $database } · Telegram { $telegram } · workers { $workers }
health-refused = ⚠️ The provider refuses our account. Look at balance and token in the APISpace console (product 23329).
health-line = ⏳ { $waiting } waiting · { $painting } being painted · { $finished } being delivered
health-hour = 🕐 Last hour: { $pictures } painted · { $refused } refused · { $failed } failed
health-disk = 💾 { $megabytes } MB free

admin-provider-closed = ⚠️ The provider refuses our account ({ $status }). Requests are declined and don't count; I keep retrying. Please look at the APISpace console (product 23329): is the balance used up, is APISPACE_TOKEN still right?
admin-provider-open = ✅ APISpace takes requests again.
admin-origin =
    ⚠️ A paid picture waits: its address is at <code>{ $origin }</code>, which is not in RESULT_ORIGINS.
    Add it there and restart; the picture is kept for 24 h.
admin-path = ⚠️ <code>{ $setting }</code> may be wrong: { $answer }. Requests by <code>/{ $command }</code> are declined and don't count. Look for the right path in the APISpace console, or leave the setting empty to take the command away; then restart. <code>doctor --paid</code> tries it.
admin-disk = ⚠️ The disk is nearly full: I take no requests until there is room. What is under way is finished. Please free some space where the database is.
operator-weekly-on = 🗓 I will tell you every Monday how the week went. <code>/stats weekly</code> ends it.
operator-weekly-off = 🗓 I will not tell you about the week any more.
digest =
    🗓 <b>The last 7 days</b>
    Requests: { $orders } · people: { $people } · pictures: { $pictures } · refused: { $refused } · failed: { $failed }
