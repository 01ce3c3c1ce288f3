# Telegram HTML. Аргументы приходят экранированными. Примеры описаний не переводятся: сервис понимает английский и китайский.

start =
    🎨 <b>Рисую то, что вы опишете, и перерисовываю то, что вы покажете.</b>

    Отправьте команду с описанием на английском или китайском:
    <code>/draw a red fox in the snow</code>
    Или фото с командой в подписи:
    <code>/remix as an oil painting</code> · <code>/anime</code> · <code>/hd</code>

    Картинка готова секунд через десять. Ваши слова и фото уходят в сторонний сервис (APISpace), который и рисует; сам я фотографии не храню.

    Подробнее — /help
help =
    🎨 <b>Что я умею</b>

    <b>/draw</b> <i>описание</i> — нарисовать картинку
    <code>/draw a lighthouse in a storm, oil painting</code>

    <b>/remix</b> <i>описание</i> — перерисовать фото
    <code>/remix as a watercolour, autumn colours</code>

    <b>/anime</b> <i>стиль</i> — превратить портрет в аниме; если не указать стиль, я покажу все двенадцать
    <code>/anime кошачьи ушки</code>

    <b>/hd</b> — увеличить картинку, до четырёх раз, и прислать файлом
    <code>/hd</code>, а для рисунка <code>/hd anime</code>

    Последние три команды пишите в подписи к фото или ответом на фото, картинку файлом, стикер или мою картинку.

    Кнопки под картинкой — чтобы продолжить: ещё одна 🔁, вариация 🎲, покрупнее ✨, а под ⋯ спрятано остальное. Можно прислать и просто фото без слов: я спрошу, что с ним сделать.

    /history — ваши картинки · /settings — язык, модель, размер… · /quota — сколько осталось на сегодня · /cancel — отменить то, что в очереди · /privacy · /deleteme

    Описания — на английском или китайском, и в любом их месте можно ставить параметры: <code>--ar 16:9</code> пропорции · <code>--n 2</code> две картинки · <code>--no text</code> чего избегать · <code>--seed 42</code> то же самое ещё раз · <code>--model anime</code> · а ещё <code>--size</code>, <code>--steps</code>, <code>--cfg</code>, <code>--sampler</code>, <code>--fidelity</code>. Если значение не подойдёт, подскажу, какие можно.

    Если в группе есть другие боты, пишите <code>/draw@{ $username }</code>. Отклонённые и неудавшиеся картинки лимит не тратят.
hint = 🖌 Я рисую картинки по описанию. Попробуйте <code>/draw a red fox in the snow</code> или загляните в /help.
menu-draw = Нарисовать картинку по описанию
menu-remix = Перерисовать фото
menu-anime = Превратить портрет в аниме
menu-hd = Увеличить картинку
menu-history = Ваши картинки
menu-settings = Язык, модель, размер и прочее
menu-quota = Сколько картинок осталось на сегодня
menu-cancel = Отменить то, что в очереди
menu-help = Что я умею
menu-privacy = Что я храню и как долго
menu-deleteme = Удалить всё, что я о вас знаю
menu-start = Познакомиться

painting = 🎨 Рисую… { lasting }
waiting =
    { $ahead ->
        [0] ⏳ Ваша картинка следующая.
        [one] ⏳ В очереди перед вами { $ahead } картинка.
        [few] ⏳ В очереди перед вами { $ahead } картинки.
       *[many] ⏳ В очереди перед вами { $ahead } картинок.
    } { lasting }
waiting-far = ⏳ В очереди перед вами не больше { $ahead } картинок. { lasting }
lasting =
    { $minutes ->
        [0]
            { $seconds ->
                [0] { "" }
               *[other] <i>Примерно { $seconds } с.</i>
            }
       *[other] <i>Примерно { $minutes } мин.</i>
    }
cancelled = ✖ Отменено. Лимит не потрачен.
caption =
    <code>{ $prompt }</code>
    <i>{ $model } · { $size } · seed { $seed } · { $seconds } с</i>
caption-forgotten =
    <i>Описание этой картинки я уже не помню.</i>
    <i>{ $model } · { $size } · seed { $seed } · { $seconds } с</i>
caption-anime = <i>{ $style } · { $size } · seed { $seed } · { $seconds } с</i>
caption-hd = <i>✨ Увеличено; это файл, чтобы не потерялся ни один пиксель · { $size }{ $seconds } с</i>
caption-link =
    🖼 Картинка готова, но слишком большая, через Telegram она не прошла. Какое-то время её можно скачать здесь:
    { $url }
caption-no-right =
    😔 Картинка готова, но отправлять сюда картинки и файлы мне нельзя. Какое-то время её можно скачать здесь:
    { $url }
done-picture = ✨ Ваша картинка готова ↑
done-other = 💬 Есть новости о вашей картинке ↑

refused =
    🙈 Картинку не пропустила проверка безопасности: { $reason }. Лимит не потрачен. { $command ->
        [draw] Попробуйте описать иначе.
        [remix] Попробуйте другие слова или другую картинку.
       *[anime] Попробуйте другую картинку.
    }
reason-porn = слишком откровенно
reason-politics = политика
reason-terrorism = насилие или террор
reason-other = неподходящее содержание
list-separator = { ", " }
unchecked = 🤷 Проверить эту картинку на безопасность не получилось, поэтому показать её нельзя. Вы ни при чём, лимит не потрачен. Попробуйте ещё раз.
failed = 😔 Закончить эту картинку не получилось. Лимит не потрачен. Попробуйте ещё раз чуть позже.
failed-rejected =
    😔 Сервис не принял этот заказ. Лимит не потрачен. { $command ->
        [anime] Попробуйте другую картинку или другой стиль.
        [hd] Попробуйте другую картинку.
       *[other] Попробуйте сформулировать иначе.
    }
failed-unavailable = 🌙 Сейчас рисовать не получается. Лимит не потрачен. Загляните попозже.
failed-source-broken =
    🤔 Этот файл не открывается как картинка, так что я ничего не делаю и лимит не трачу. Пришлите JPEG, PNG или WebP, а лучше просто фото, например { photo-example }
failed-source-gone =
    🤔 Не получилось забрать вашу картинку из Telegram. Лимит не потрачен. Пришлите её ещё раз, например { photo-example }
failed-too-large =
    📦 Файл больше 20 МБ, а больше ботам скачивать нельзя. Лимит не потрачен. Пришлите его как фото, например { photo-example }
expired = ⌛ Картинка не пришла вовремя. Лимит не потрачен. Если она всё же появится, я пришлю её сюда.
delayed = 🖼 Картинка нарисована, но доставка идёт дольше обычного. Я продолжаю пробовать, от вас ничего не нужно.
lost = 😔 Картинка нарисована, но доставить её сюда не получилось. Лимит не потрачен. Попробуйте ещё раз.

which-style = 🌸 Какой стиль выберем?
which-action = 🖼 Отличная картинка! Что с ней сделать?
which-words =
    { $command ->
        [remix]
            🖌 Как перерисовать? Ответьте на это сообщение, на английском или китайском, например:
            <code>as a watercolour, autumn colours</code>
       *[draw]
            🖌 Что нарисовать? Ответьте на это сообщение, на английском или китайском, например:
            <code>a red fox in the snow</code>
    }
mention = <a href="tg://user?id={ $person }">👋</a>
draft-forgotten = ⌛ Стиль так никто и не выбрал, поэтому заказ снят. Лимит не потрачен. Захотите — отправьте <code>/anime</code> с фото ещё раз.

anime-words = аниме, манга, рисунок, рисован, мульт
style-word = стиль
style-chinese = Китайский
style-chinese-also = китай, китайская живопись, тушь, гофэн
style-american = Комикс
style-american-also = американский комикс, американский, марвел
style-cute = Милый
style-cute-also = милота, мило, кавай
style-gorgeous = Роскошный
style-gorgeous-also = роскошь, великолепный, красивый
style-horrible = Хоррор
style-horrible-also = ужасы, ужас, страшный
style-avatar = Эльф
style-avatar-also = эльфы, эльфийский, аватар, фея
style-fighting = Боевой
style-fighting-also = битва, бой, сёнэн, сенен
style-machine = Стимпанк
style-machine-also = механический, механика, машина, меха
style-cyberfuture = Киберпанк
style-cyberfuture-also = кибербудущее, кибер, будущее
style-jojo = JOJO
style-jojo-also = джоджо, жожо, невероятные приключения джоджо
style-bunny = Кроличьи ушки
style-bunny-also = ушки кролика, кролик, зайка, заячьи ушки
style-catear = Кошачьи ушки
style-catear-also = ушки кошки, кошка, кошечка, кот, неко

button-again = 🔁 Ещё
button-vary = 🎲 Иначе
button-hd = ✨ HD
button-anime = 🌸 Аниме
button-remix = 🖌 Ремикс
button-file = 📄 Оригинал
button-how = ℹ️ Рецепт
button-delete = 🗑 Удалить
button-more = ⋯
button-less = ↩
button-cancel = ✖ Отменить
button-retry = 🔁 Ещё раз
button-older = Раньше ▶
button-newer = ◀ Новее
button-erase-yes = 🗑 Удалить всё
button-erase-no = Оставить

press-foreign = Эти кнопки — для того, кто сделал заказ. Закажите свою картинку: /draw
press-stale = Эта кнопка устарела. Отправьте команду ещё раз.
press-again = Сейчас не получилось. Нажмите ещё раз.
press-unknown = Не могу узнать, кто вправе нажимать кнопки от имени этого канала. Отправьте команду; со стилем кнопка не нужна: <code>/anime jojo</code>
press-too-late = Поздно отменять: картинка уже рисуется.
press-not-deleted = Картинку я уже забыл, но удалять сообщения Telegram разрешает мне только два дня. Это удалите, пожалуйста, сами.
error-press-already = Это уже рисуется или уже готово ↓
error-press-forgotten = Описание этой картинки я уже не помню: храню их не дольше 30 дней. Отправьте команду ещё раз.
error-press-no-picture = Этой картинки у меня больше нет. Закажите её ещё раз.

how =
    { $command ->
        [draw] ℹ️ Отправьте это, и получится такая же картинка:
       *[other] ℹ️ Ответьте этим на то же фото, и получится такая же картинка:
    }
    <code>{ $line }</code>
original-gone = 😔 Оригинала этой картинки у сервиса больше нет.
original-away = 😔 Сейчас забрать оригинал не получилось. Попробуйте чуть позже.
history-date = <i>📅 { $date }</i>
history-empty = Ваших картинок здесь пока нет. Попробуйте <code>/draw a red fox in the snow</code>
history-end = Больше картинок нет.

quota-person = 🎨 У вас на сегодня осталось: { $left } из { $limit }
quota-person-unlimited = 🎨 Нарисовано для вас сегодня: { $used }. Лимита нет.
quota-group = 👥 У группы на сегодня осталось: { $left } из { $limit }
quota-group-unlimited = 👥 Нарисовано в группе сегодня: { $used }. Лимита нет.
quota-under-way =
    { $count ->
        [one] ⏳ В работе: { $count } картинка
        [few] ⏳ В работе: { $count } картинки
       *[many] ⏳ В работе: { $count } картинок
    }
quota-renews = 🕛 Обновится примерно через { $hours } ч (в полночь по UTC). Отклонённые и неудавшиеся картинки лимит не тратят.
cancelled-all =
    { $count ->
        [0] Ваших заказов в очереди нет.
        [one] ✖ Отменено: { $count } картинка. Лимит не потрачен.
        [few] ✖ Отменено: { $count } картинки. Лимит не потрачен.
       *[many] ✖ Отменено: { $count } картинок. Лимит не потрачен.
    } { $painting ->
        [0] { "" }
        [one] { $painting } картинка уже рисуется, отменять поздно.
        [few] { $painting } картинки уже рисуются, отменять поздно.
       *[many] { $painting } картинок уже рисуются, отменять поздно.
    }
privacy =
    🔏 <b>Что я храню и зачем</b>
    • Ваши слова и фото уходят в сторонний сервис (APISpace): он их проверяет и рисует. Фото он забирает через меня, на диске у меня они не остаются.
    • Ваши заказы я храню: слова — 30 дней, потом забываю; для /history и кнопок ещё номера вашего фото и готовой картинки в Telegram и её данные (размер, seed, дата). Настройки остаются такими, какими вы их оставили.
    • Я считаю, сколько картинок вы заказали за день. Ваши слова в журнал не попадают никогда.
    • Кнопка 🗑 под картинкой — и я забываю и её, и слова. /deleteme — забываю всё; остаются только число сегодняшних картинок (до полуночи по UTC) и решения операторов бота о том, кому можно заказывать.
erase-question = 🗑 Удалить всё, что я о вас знаю: слова, картинки, историю и настройки? То, что ждёт в очереди, отменится. Вернуть ничего не получится.
erase-in-private = Отправьте мне /deleteme в личном чате.
erased = 🗑 Готово: всё ваше я забыл. Сообщения в этом чате удалите, пожалуйста, сами.
erase-not = Ничего не удалено.

settings-own-name = Русский
settings-title =
    ⚙️ <b>Ваши настройки</b>
    Действуют везде, где вы заказываете; у группы может быть свой язык. То, что написано в самом заказе, важнее.
settings-title-group =
    ⚙️ <b>Настройки группы</b>
    Менять их могут администраторы.
settings-language = 🌐 Язык: { $value }
settings-language-auto = автоматически
settings-language-which = 🌐 <b>На каком языке мне говорить?</b>
settings-model = 🖌 Модель: { $value }
settings-model-art = арт
settings-model-anime = аниме
settings-model-basic = базовая
settings-model-which =
    🖌 <b>Какой моделью рисовать?</b>
    Для одного заказа другую можно выбрать через <code>--model</code>.
settings-size = 📐 Размер: { $value }
settings-size-which =
    📐 <b>Какого размера делать картинки?</b>
    Картинки из фото сохраняют его пропорции. Для одного заказа другой размер можно выбрать через <code>--ar</code> или <code>--size</code>.
settings-negative = 🚫 Избегать: { $value }
settings-negative-none = ничего
settings-negative-own = ✏️ Свои слова…
settings-negative-which =
    🚫 <b>Чего всегда избегать?</b>
    Сейчас: { $value }
    <code>--no</code> в заказе действует вместо этого.
settings-negative-ask = ✏️ Чего всегда избегать? Ответьте на это сообщение несколькими словами, на английском или китайском.
settings-negative-again = ✏️ Так не получится: нужно несколько слов, не больше { $limit } символов. Ответьте ими на это сообщение.
settings-negative-noted = ✅ Теперь избегаю: { $value }
settings-file = 📄 Присылать файлом: { $value }
settings-file-no = нет
settings-file-yes = да
settings-file-which =
    📄 <b>Присылать картинки файлами?</b>
    Файл сохраняет каждый пиксель, а фото видно сразу.
settings-tell = 🔔 Сообщать о готовности: { $value }
settings-tell-late = если долго
settings-tell-always = всегда
settings-tell-never = никогда
settings-tell-which =
    🔔 <b>Когда сообщать, что картинка готова?</b>
    Сама картинка приходит без звука, звучит строчка после неё.
settings-orderers = 👥 Кто может заказывать: { $value }
settings-orderers-everyone = все
settings-orderers-admins = администраторы
settings-orderers-which = 👥 <b>Кто может заказывать картинки в этой группе?</b>
settings-daily = 🖼 Картинок в день: { $value }
settings-daily-default = как решил владелец
settings-daily-which = 🖼 <b>Сколько картинок в день можно этой группе?</b>
settings-chosen = ✓ { $value }
settings-back = ↩ Назад
settings-administrators-only =
    ⚙️ Здесь настройки меняют только администраторы группы. У вас есть свои: напишите /settings боту @{ $username } в личном чате.
settings-again = Сейчас не получилось узнать, администратор ли вы здесь. Отправьте /settings ещё раз чуть позже.
press-foreign-settings = Настройки группы меняют только её администраторы.

photo-example =
    { $command ->
        [remix] с подписью <code>/remix as an oil painting</code>
        [anime] с подписью <code>/anime jojo</code>
       *[hd] с подписью <code>/hd</code>
    }
error-photo-missing =
    🖼 Покажите, с какой картинкой работать: пришлите фото { photo-example } или ответьте командой на фото.
error-photo-not-there =
    🖼 В сообщении, на которое вы ответили, нет картинки. Ответьте на фото или пришлите его { photo-example }.
error-photo-moves =
    🖼 Я работаю только с неподвижными картинками: видео, GIF и анимированные стикеры не подойдут. Пришлите фото { photo-example }.
error-photo-wrong-type =
    🖼 Такие файлы я не читаю. Пришлите JPEG, PNG или WebP, а лучше просто фото { photo-example }.
error-photo-too-large =
    📦 Файл больше 20 МБ, а больше ботам скачивать нельзя. Пришлите его как фото { photo-example }.
error-style-unknown =
    🤔 Стиля «{ $style }» я не знаю. Знаю такие: { $styles }. Например:
    <code>/anime кошачьи ушки</code>
error-prompt-too-long =
    🤔 { $length ->
        [one] В описании { $length } символ, а можно не больше { $limit }.
        [few] В описании { $length } символа, а можно не больше { $limit }.
       *[many] В описании { $length } символов, а можно не больше { $limit }.
    } Сократите его немного, например:
    { $command ->
        [remix] <code>/remix as a watercolour, autumn colours</code>
       *[draw] <code>/draw a red fox in the snow, soft morning light</code>
    }
error-option-unknown =
    🤔 Параметра <code>{ $option }</code> я не знаю. Самый похожий: <code>{ $nearest }</code>
    Если это просто слова описания, поставьте перед ними <code>--</code> и пробел.
error-option-missing-value =
    🤔 Для <code>{ $option }</code> нужно значение, например <code>{ $example }</code>
error-option-value =
    🤔 <code>{ $option }</code> не может быть «{ $value }». Можно: { $allowed }. Ближайшее подходящее: <code>{ $nearest }</code>
error-option-not-here =
    🤔 Для /{ $command } параметр <code>{ $option }</code> ничего не меняет, поэтому я пока не начинаю. Отправьте без него.
error-option-only-remix =
    🤔 <code>{ $option }</code> задаёт, сколько останется от фото, поэтому без фото не работает. Уберите этот параметр или ответьте на фото командой
    <code>/remix as an oil painting { $option } 0.4</code>
error-in-flight =
    ⏳ { $count ->
        [1] Я ещё рисую вашу картинку.
        [one] Я ещё рисую для вас { $count } картинку.
        [few] Я ещё рисую для вас { $count } картинки.
       *[many] Я ещё рисую для вас { $count } картинок.
    } Следующую можно заказать, как только освободится место.
error-quota-person =
    🌙 { $limit ->
        [0] Рисовать здесь сейчас нельзя. Обратитесь к владельцу бота.
        [one] Ваш лимит на сегодня исчерпан: { $limit } картинка. Обновится примерно через { $hours } ч (в полночь по UTC).
        [few] Ваш лимит на сегодня исчерпан: { $limit } картинки. Обновится примерно через { $hours } ч (в полночь по UTC).
       *[many] Ваш лимит на сегодня исчерпан: { $limit } картинок. Обновится примерно через { $hours } ч (в полночь по UTC).
    }
error-quota-group =
    🌙 { $limit ->
        [0] Рисовать в этой группе сейчас нельзя. Обратитесь к владельцу бота.
        [one] Лимит группы на сегодня исчерпан: { $limit } картинка. Обновится примерно через { $hours } ч (в полночь по UTC).
        [few] Лимит группы на сегодня исчерпан: { $limit } картинки. Обновится примерно через { $hours } ч (в полночь по UTC).
       *[many] Лимит группы на сегодня исчерпан: { $limit } картинок. Обновится примерно через { $hours } ч (в полночь по UTC).
    }
error-quota-total =
    🌙 { $limit ->
        [0] Рисовать сейчас нельзя. Загляните попозже.
       *[other] Картинки на сегодня закончились. Новые будут примерно через { $hours } ч (в полночь по UTC).
    }
error-not-allowed =
    🔒 Заказывать здесь вам нельзя. Если это ошибка, отправьте владельцу бота этот номер: <code>{ $id }</code>
error-paused = 🌙 Рисование пока на паузе. Лимит не потрачен. Загляните попозже.
error-admins-only = 🔒 В этой группе картинки заказывают только администраторы. Приходите в личный чат, буду рад.
error-try-again = 😔 Сейчас не получилось. Лимит не потрачен. Попробуйте ещё раз.
error-provider-closed = 🌙 Сейчас рисовать не получается. Лимит не потрачен. Попробуйте чуть позже.

menu-stats = Последние 30 дней на одной картинке
menu-allow = Разрешить заказы чату или человеку
menu-deny = Запретить заказы чату или человеку
menu-pause = Пока не принимать заказы
menu-resume = Снова принимать заказы
operator-stats =
    📊 <b>За { $days } дней</b>
    { $orders } · { $people } · { $pictures }
operator-stats-none =
    📊 <b>За { $days } дней</b>
    Заказов пока нет.
operator-stats-orders =
    { $count ->
        [one] { $count } заказ
        [few] { $count } заказа
       *[many] { $count } заказов
    }
operator-stats-people =
    { $count ->
        [one] { $count } человек
        [few] { $count } человека
       *[many] { $count } человек
    }
operator-stats-pictures =
    { $count ->
        [one] { $count } картинка
        [few] { $count } картинки
       *[many] { $count } картинок
    }
operator-stats-waits = Половина картинок пришла не позже чем через { $half } с, почти все (95 %) — не позже чем через { $most } с.
operator-stats-failed = 😔 Сейчас построить статистику не получилось. Попробуйте ещё раз; причина в журнале.
operator-stats-lean = 🖼 Для картинки не хватает <code>matplotlib</code>: установите дополнение <code>plots</code> — в папке бота командой <code>pip install '.[plots]'</code>.
operator-stats-private = 🔒 В статистике видны люди, поэтому я показываю её только в личном чате.
operator-access-usage =
    Укажите номер, например <code>/{ $command } 123456789</code> для человека, <code>/{ $command } -1001234567890</code> для группы. В группе просто <code>/{ $command }</code> относится к самой группе, а в ответ на сообщение — к тому, кто его написал.
operator-allowed = ✅ <code>{ $id }</code> теперь может заказывать, что бы ни стояло в ALLOWED_CHATS.
operator-denied = ⛔ <code>{ $id }</code> больше не может заказывать. Вернуть: <code>/allow { $id }</code>
operator-quota =
    { $count ->
        [0] 🔢 <code>{ $id }</code> не может заказывать вообще.
        [one] 🔢 <code>{ $id }</code> может заказать { $count } картинку в день.
        [few] 🔢 <code>{ $id }</code> может заказать { $count } картинки в день.
       *[many] 🔢 <code>{ $id }</code> может заказать { $count } картинок в день.
    }
operator-quota-default = 🔢 Для <code>{ $id }</code> действует дневной лимит из настроек.
operator-quota-usage =
    Укажите, кому и сколько в день, например <code>/quota 123456789 50</code>; <code>/quota 123456789 default</code> вернёт лимит из настроек, <code>/quota 123456789</code> покажет нынешний.
operator-paused = ⏸ Пауза: заказы не принимаю до /resume. Всё, что уже заказано, дорисую.
operator-paused-already = ⏸ Пауза уже включена, снять её — /resume.
operator-resumed = ▶️ Снова принимаю заказы.
operator-resumed-already = ▶️ Паузы и не было.

admin-provider-closed = ⚠️ Провайдер отклоняет наш аккаунт ({ $status }). Заказы не принимаются и никому не засчитываются; я сам буду пробовать снова.
admin-provider-open = ✅ Провайдер снова принимает заказы.
admin-origin =
    ⚠️ Ждёт оплаченная картинка: её адрес — на { $origin }, а его нет в RESULT_ORIGINS.
    Добавьте его туда и перезапустите бота; картинка хранится 24 ч.
