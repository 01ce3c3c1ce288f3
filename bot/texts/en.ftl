# Telegram HTML. Arguments arrive escaped. A line of a message that starts with *, [ or . must be quoted.

start =
    🎨 <b>I paint what you describe, and repaint what you show me.</b>

    Send me a command with a description:
    <code>/draw a red fox in the snow</code>
    Or a photo with a command in its caption:
    <code>/remix as an oil painting</code> · <code>/anime</code> · <code>/hd</code>

    A picture takes about ten seconds. Your words and photos are sent to an image service (APISpace), a third party, that paints the pictures; I keep no photos.

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

    For the last three, put the command in the photo's caption, or reply with it to a photo, a picture sent as a file, a sticker, or a picture of mine. English and Chinese both work.

    Options go anywhere in a description: <code>--ar 16:9</code>, <code>--n 2</code>, <code>--seed 42</code>, <code>--model anime</code>, <code>--no text</code>.

    In groups, write <code>/draw@{ $username }</code> if other bots are there too. Pictures that were refused or failed never count against your daily limit.
hint = I paint pictures from words 🖌 Try <code>/draw a red fox in the snow</code>, or see /help.
hint-photo =
    A fine picture! 🖌 Reply to it with <code>/remix as an oil painting</code>, <code>/anime</code> or <code>/hd</code>, or see /help.

menu-draw = Paint a picture from words
menu-remix = Repaint a photo
menu-anime = Turn a portrait into anime
menu-hd = Make a picture larger
menu-help = What I can do
menu-start = Say hello

painting = 🎨 Painting… <i>usually about ten seconds.</i>
caption =
    <code>{ $prompt }</code>
    <i>{ $model } · { $size } · seed { $seed }</i>
caption-anime = <i>{ $style } · { $size } · seed { $seed }</i>
caption-hd = <i>✨ Enlarged; sent as a file, so that no pixel is lost.</i>
caption-link =
    🖼 Your picture is ready, but too large to get through to Telegram. You can fetch it here for a while:
    { $url }
caption-no-right =
    😔 Your picture is ready, but I may not send pictures or files here. You can fetch it here for a while:
    { $url }
done-picture = ✨ Your picture is ready ↑
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
    🤔 That file does not open as a picture, so I did nothing, and it did not count. Send it as a JPEG, PNG or WebP, or simply as a photo, for example { photo-example }
failed-source-gone =
    🤔 I could not fetch your picture from Telegram. This did not count. Please send it again, for example { photo-example }
failed-too-large =
    📦 That file is larger than the 20 MB a bot may fetch. Nothing was counted. Send it as a photo instead, for example { photo-example }
expired = ⌛ The picture did not arrive in time. This did not count. If it still arrives, I will put it here.
delayed = 🖼 Your picture is painted, but bringing it here takes longer than usual. I keep trying; you need not do anything.
lost = 😔 The picture was painted, but I could not bring it here. This did not count. Please try again.

which-style = 🌸 Which style would you like?
draft-forgotten = ⌛ Nobody chose a style, so I let this one go. Nothing was counted. Send <code>/anime</code> with the photo again whenever you like.

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

press-foreign = This is somebody else's order.
press-stale = This button is too old. Please send the command again.
press-again = That did not work just now. Please press again.
press-unknown = I cannot find out who may press for this channel. Send /anime with the style, for example <code>/anime jojo</code>

photo-example =
    { $command ->
        [remix] with the caption <code>/remix as an oil painting</code>
        [anime] with the caption <code>/anime jojo</code>
       *[hd] with the caption <code>/hd</code>
    }
error-photo-missing =
    Show me which picture: send a photo { photo-example }, or reply to a photo with the command.
error-photo-not-there =
    There is no picture in the message you replied to. Reply to a photo, or send one { photo-example }.
error-photo-moves =
    I can only work on pictures that stand still, not on videos, GIFs or moving stickers. Send a photo { photo-example }.
error-photo-wrong-type =
    I cannot read that file as a picture. Send it as a JPEG, PNG or WebP, or simply as a photo, { photo-example }.
error-photo-too-large =
    That file is larger than the 20 MB a bot may fetch. Send it as a photo instead, { photo-example }.
error-style-unknown =
    I do not know the style “{ $style }”. I know: { $styles }. For example:
    <code>/anime jojo</code>
error-prompt-missing =
    { $command ->
        [remix]
            Tell me how to repaint it after the command, for example:
            <code>/remix as a watercolour, autumn colours</code>
       *[draw]
            Tell me what to paint after the command, for example:
            <code>/draw a red fox in the snow</code>
    }
error-prompt-too-long =
    That description has { $length } characters; I can take up to { $limit }. Shorten it a little, for example:
    { $command ->
        [remix] <code>/remix as a watercolour, autumn colours</code>
       *[draw] <code>/draw a red fox in the snow, soft morning light</code>
    }
error-option-unknown =
    I do not know the option <code>{ $option }</code>. The nearest I have: <code>{ $nearest }</code>
    If you meant it as words, put <code>--</code> and a space in front of them.
error-option-missing-value =
    <code>{ $option }</code> needs a value, for example <code>{ $example }</code>
error-option-value =
    <code>{ $option }</code> cannot be “{ $value }”. Possible: { $allowed }. The nearest that works: <code>{ $nearest }</code>
error-option-only-remix =
    <code>{ $option }</code> says how much of a photo remains, so it works with /remix only. Leave it out here, or reply to a photo with
    <code>/remix as an oil painting { $option } 0.4</code>
error-in-flight =
    { $count ->
        [one] I am still painting a picture for you.
       *[other] I am still painting { $count } pictures for you.
    } You can order the next as soon as one is done.
error-quota-person =
    { $limit ->
        [0] No pictures are allowed here at the moment. Ask the bot's owner.
        [one] You have used your one picture for today. You get a new one in about { $hours } h (midnight UTC).
       *[other] You have used your { $limit } pictures for today. You get new ones in about { $hours } h (midnight UTC).
    }
error-quota-group =
    { $limit ->
        [0] No pictures are allowed in this group at the moment. Ask the bot's owner.
        [one] This group has used its one picture for today. A new one in about { $hours } h (midnight UTC).
       *[other] This group has used its { $limit } pictures for today. New ones in about { $hours } h (midnight UTC).
    }
error-quota-total =
    { $limit ->
        [0] No pictures can be made at the moment. Please come back later.
       *[other] All pictures for today are used up. New ones in about { $hours } h (midnight UTC).
    }
error-not-allowed =
    🔒 This bot is private. If you should have access, send its owner this id: <code>{ $id }</code>
error-provider-closed = 🌙 Painting is not available just now. Nothing was counted. Please try again in a while.

admin-provider-closed = ⚠️ The provider refuses our account ({ $status }). Orders are turned away and given back; I try again by myself.
admin-provider-open = ✅ The provider takes orders again.
admin-origin =
    ⚠️ A paid picture waits: its address is at { $origin }, which is not in RESULT_ORIGINS.
    Add it there and restart; the picture is kept for 24 h.
