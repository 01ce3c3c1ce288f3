# Telegram HTML. Arguments arrive escaped. A line of a message that starts with *, [ or . must be quoted.

start =
    🎨 <b>I paint what you describe.</b>

    Send me a command with a description:
    <code>/draw a red fox in the snow</code>

    A picture takes about ten seconds. Your words are sent to an image service (APISpace) that paints the picture and checks it for safety.

    /help shows more.
help =
    🎨 <b>What I can do</b>

    <b>/draw</b> <i>description</i> – paint a picture
    For example: <code>/draw a lighthouse in a storm, oil painting</code>

    Describe the subject, the place, the light and the style; English and Chinese both work, over several lines too. Below every picture you find the seed it was made from.

    Pictures that were refused or failed never count against your daily limit.
hint = I paint pictures from words 🖌 Try <code>/draw a red fox in the snow</code>, or see /help.

menu-draw = Paint a picture from words
menu-help = What I can do
menu-start = Say hello

painting = 🎨 Painting… <i>usually about ten seconds.</i>
caption =
    <code>{ $prompt }</code>
    <i>{ $model } · { $size } · seed { $seed }</i>
caption-link =
    🖼 Your picture is ready, but too large for Telegram. You can fetch it here for a while:
    { $url }
done-picture = ✨ Your picture is ready ↑
done-other = 💬 There is news about your picture ↑

refused = 🙈 Your picture was stopped by the safety check: { $reason }. This did not count. Try describing it differently.
reason-porn = it came out too revealing
reason-politics = it touches on politics
reason-terrorism = it shows violence or terror
reason-other = it was found unsuitable
list-separator = { ", " }
unchecked = 🤷 The safety check could not look at your picture, so I may not show it. That is not your fault, and this did not count. Please try again.
failed = 😔 The painter could not finish this picture. This did not count. Please try again in a moment.
failed-rejected = 😔 The painter did not accept this order. This did not count. Try wording it differently.
failed-unavailable = 🌙 Painting is not available just now. This did not count. Please try again later.
expired = ⌛ The picture did not arrive in time. This did not count. Should it still come, I will put it here.
delayed = 🖼 Your picture is painted, but bringing it here takes longer than usual. I keep trying; you need not do anything.
lost = 😔 The picture was painted, but I could not bring it here. This did not count. Please try again.

error-prompt-missing =
    Tell me what to paint after the command, for example:
    <code>/draw a red fox in the snow</code>
error-prompt-too-long =
    That description has { $length } characters; I can take up to { $limit }. Shorten it a little, for example:
    <code>/draw a red fox in the snow, soft morning light</code>
error-in-flight =
    { $count ->
        [one] I am still painting a picture for you.
       *[other] I am still painting { $count } pictures for you.
    } As soon as one is done, order the next.
error-quota-person =
    { $limit ->
        [0] No pictures are allowed here at the moment. Ask the bot's owner.
        [one] You have used your one picture for today. You get a new one in about { $hours } h (midnight UTC).
       *[other] You have used your { $limit } pictures for today. You get new ones in about { $hours } h (midnight UTC).
    }
error-quota-group =
    { $limit ->
        [0] No pictures are allowed in this group at the moment. Ask the bot's owner.
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
