# Telegram HTML. Аргументы приходят экранированными. Примеры описаний не переводятся: сервис понимает английский и китайский.

start =
    🎨 <b>Рисую то, что вы опишете, и перерисовываю то, что вы покажете.</b>

    Отправьте команду с описанием на английском или китайском:
    <code>/draw a red fox in the snow</code>
    Или просто пришлите фото: я спрошу, что с ним сделать.

    Картинка готова секунд через десять. Ваши описания и фото уходят в сторонний сервис (APISpace), который и рисует; сам я фотографии не храню.

    Подробнее: /help
help =
    🎨 <b>Что я умею</b>

    <b>/draw</b> <i>описание</i> — нарисовать картинку
    <code>/draw a lighthouse in a storm, oil painting</code>

    <b>/remix</b> <i>описание</i> — перерисовать фото
    <code>/remix as a watercolour, autumn colours</code>

    <b>/anime</b> <i>стиль</i> — превратить портрет в аниме; если не указать стиль, я покажу все двенадцать
    <code>/anime кошка</code>

    <b>/hd</b> — увеличить до 4× и прислать файлом
    <code>/hd</code>, а для рисунка <code>/hd anime</code>

    Чтобы что-то сделать с картинкой, напишите команду в подписи к фото или ответьте ею на картинку. Или просто пришлите фото: я спрошу, что с ним сделать.

    Кнопки под картинкой — чтобы продолжить: ещё одна 🔁, вариация 🎲{ $hd ->
        [no] { "" }
       *[yes] , покрупнее ✨
    }, а под ⋯ спрятано остальное.

    /history — ваши картинки · /settings — язык, модель, размер… · /styles — стили, готовые и свои · /quota — сколько осталось на сегодня · /cancel — отменить картинки в очереди · /privacy · /deleteme

    Описания — на английском или китайском, и в любом их месте можно ставить параметры: <code>--ar 16:9</code> пропорции · <code>--n 2</code> две картинки · <code>--no text</code> что исключить · <code>--seed 42</code> повторяемый результат · <code>--style oil</code> · <code>--model anime</code> · а ещё <code>--size</code>, <code>--steps</code>, <code>--cfg</code>, <code>--sampler</code>, <code>--fidelity</code>. Если значение не подойдёт, подскажу, какие можно.

    Если в группе есть другие боты, пишите <code>/draw@{ $username }</code>. Отклонённые и неудавшиеся картинки в лимит не идут.
hint = 🖌 Я рисую картинки по описанию. Попробуйте <code>/draw a red fox in the snow</code> или загляните в /help.
unknown-command = 🤔 Команды <code>/{ $name }</code> у меня нет. Я превращаю слова в картинки: <code>/draw a red fox in the snow</code>. Всё, что умею: /help
small-talk-thanks = 😊 Пожалуйста! Присылайте новое описание или фото, когда захотите.
small-talk-sticker = 😊 Забавный! Ответьте на него <code>/remix as an oil painting</code>, и я его перерисую.
small-talk-voice = 🎙 Слушать я не умею. Напишите, пожалуйста, что нарисовать.
thanks-words = спасибо, спасибо большое, большое спасибо, спасибо тебе, спасибо вам, огромное спасибо, спс, пасиб, благодарю, мерси
thanks-signs = 👍🙏❤💛💙💜🥰😍😊🙂🤩👏🔥💯👌🎉
offer = 🖌 Я рисую картинки по описанию. Нарисовать это? Подробнее: /help
example = a red fox in the snow
greeting =
    👋 <b>Я рисую картинки.</b>
    <code>/draw@{ $username } a red fox in the snow</code> рисует по описанию. Ответьте на фото командой <code>/remix@{ $username } as an oil painting</code>, и я его перерисую.

    Язык, доступ и дневной лимит настраивают администраторы: /settings@{ $username }
menu-draw = Нарисовать картинку по описанию
menu-remix = Перерисовать фото
menu-anime = Превратить портрет в аниме
menu-hd = Увеличить картинку
menu-history = Ваши картинки
menu-settings = Язык, модель, размер и прочее
menu-styles = Стили: готовые и свои
menu-quota = Сколько картинок осталось на сегодня
menu-cancel = Отменить картинки в очереди
menu-help = Помощь и параметры
menu-id = Ваш ID в Telegram
menu-privacy = Что я храню и как долго
menu-deleteme = Удалить все мои данные
menu-start = Начать

profile-description =
    Я рисую то, что вы опишете. Пришлите описание — будет картинка; пришлите фото — перерисую его.{ $anime ->
        [no] { "" }
       *[yes] { " " }Превращаю портреты в аниме.
    }{ $hd ->
        [no] { "" }
       *[yes] { " " }Увеличиваю картинки до 4×.
    }
    
    Попробуйте: /draw a red fox in the snow
    
    Описания и фото уходят в сервис, который проверяет их и рисует; что хранится, рассказывает /privacy.
profile-short =
    Рисую по описанию · перерисовываю фото{ $anime ->
        [no] { "" }
       *[yes] { " " }· превращаю портреты в аниме
    }{ $hd ->
        [no] { "" }
       *[yes] { " " }· увеличиваю картинки до 4×
    }

painting = 🎨 Рисую… { lasting }
painting-late = 🎨 Рисую… Эта картинка занимает больше времени, чем обычно.
waiting =
    { $ahead ->
        [0] ⏳ Ваша картинка следующая.
        [one] ⏳ Перед вами в очереди { $ahead } картинка.
        [few] ⏳ Перед вами в очереди { $ahead } картинки.
       *[many] ⏳ Перед вами в очереди { $ahead } картинок.
    } { lasting }
waiting-far = ⏳ Перед вами в очереди не больше { $ahead } картинок. { lasting }
lasting =
    { $minutes ->
        [0]
            { $seconds ->
                [0] { "" }
               *[other] <i>Ещё примерно { $seconds } с.</i>
            }
       *[other] <i>Ещё примерно { $minutes } мин.</i>
    }
cancelled = ✖ Отменено. Попытка не засчитана.
caption =
    <code>{ $prompt }</code>
    <i>{ $line }</i>
caption-translated =
    <code>{ $prompt }</code>
    <i>→ { $translated }</i>
    <i>{ $line }</i>
caption-forgotten =
    <i>Описание удалено (храню не дольше 30 дней).</i>
    <i>{ $line }</i>
caption-line = <i>{ $line }</i>
caption-count = { $number } из { $total }
caption-hd = ✨ Увеличено, файлом без потери качества
caption-seed = seed { $seed }
caption-seconds = { $seconds } с
caption-link =
    🖼 Картинка готова, но слишком большая для Telegram. Скачайте её, пока ссылка работает:
    { $url }
caption-no-right =
    😔 Картинка готова, но отправлять сюда картинки мне нельзя. Скачайте её, пока ссылка работает:
    { $url }
caption-refused =
    😔 Картинка готова, но Telegram её не принял. Возможно, её удастся скачать здесь, пока ссылка работает:
    { $url }
done-picture = ✨ Ваша картинка готова ↑
done-below = ✨ Ваша картинка готова ↓
done-other = 💬 Новости о вашей картинке ↑

refused =
    🙈 Картинку не пропустила проверка безопасности: { $reason }. Попытка не засчитана. { $command ->
        [draw] Попробуйте описать иначе.
        [remix] Попробуйте другое описание или другую картинку.
       *[anime] Попробуйте другую картинку.
    }
reason-porn = слишком откровенно
reason-politics = политика
reason-terrorism = насилие или террор
reason-other = неподходящее содержание
list-separator = { ", " }
unchecked = 🤷 Проверить эту картинку на безопасность не получилось, поэтому показать её нельзя. Вы ни при чём, попытка не засчитана. Попробуйте ещё раз.
failed = 😔 Сервис не смог закончить эту картинку. Попытка не засчитана. Попробуйте ещё раз чуть позже.
failed-rejected =
    😔 Сервис не принял этот запрос. Попытка не засчитана. { $command ->
        [anime] Попробуйте другую картинку или другой стиль.
        [hd] Попробуйте другую картинку.
       *[other] Попробуйте сформулировать иначе.
    }
failed-unavailable = 🌙 Сейчас рисовать не получается. Попытка не засчитана. Загляните попозже.
failed-source-broken =
    🤔 Не удалось открыть этот файл как картинку. Попытка не засчитана. Пришлите JPEG, PNG или WebP, а лучше просто фото, например { photo-example }
failed-source-gone =
    🤔 Не получилось забрать вашу картинку из Telegram. Попытка не засчитана. Пришлите её ещё раз, например { photo-example }
failed-too-large =
    📦 Файл больше 20 МБ, а это предел Telegram для ботов. Попытка не засчитана. Пришлите его как фото, например { photo-example }
failed-too-many-pixels =
    📐 На этой картинке больше 120 мегапикселей — столько я не осилю. Попытка не засчитана. Пришлите её как фото, например { photo-example }
expired = ⌛ Картинки пришлось ждать слишком долго. Попытка не засчитана. Если она всё же придёт, я покажу её здесь.
delayed = 🖼 Картинка готова, но отправка идёт дольше обычного. Я продолжаю пробовать.
lost = 😔 Картинка нарисована, но отправить её не получилось. Попытка не засчитана. Попробуйте ещё раз.

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
which-other-words = ✏️ На что заменить описание? Пришлите изменённый текст; параметры и seed останутся прежними.
words-before = Сейчас: <code>{ $words }</code>
styles =
    🖌 <b>Стили</b>
    Нажмите на стиль и напишите, что нарисовать, или добавьте к описанию <code>--style oil</code>.

    Свой стиль: ответьте на картинку <code>/styles save dusk</code> или напишите его сами: <code>/styles save dusk golden hour, soft haze</code>. Удалить: <code>/styles delete dusk</code>
style-adds = 🖌 Стиль добавляет: <code>{ $words }</code>
style-saved = ✅ Сохранено: <code>--style { $name }</code> добавляет <code>{ $words }</code>. Все стили: /styles
style-deleted = 🗑 Стиль <code>{ $name }</code> удалён. Картинки в этом стиле остаются как есть.
error-style-name = 🤔 Имя стиля — одно слово из букв и цифр, не длиннее { $limit } знаков и не из моих. Например, в ответ на картинку: <code>/styles save dusk</code>
error-style-words = 🤔 Стилю нужны слова, не больше { $limit } знаков. Ответьте на картинку по описанию или напишите их: <code>/styles save dusk golden hour, soft haze</code>
error-style-many = 🤔 Больше стилей не поместится: предел — { $limit }. Сначала удалите какой-нибудь: /styles
error-style-none = 🤔 Стиля <code>{ $name }</code> у вас нет. Все стили: /styles
mention = <a href="tg://user?id={ $person }">👋</a>
draft-forgotten = ⌛ Стиль никто не выбрал, поэтому запрос отменён. Попытка не засчитана.{ $anime ->
        [no] { "" }
       *[yes] { " " }Захотите — отправьте <code>/anime</code> с фото ещё раз.
    }

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
style-fighting = Экшен
style-fighting-also = боевой, битва, бой, сёнэн, сенен
style-machine = Стимпанк
style-machine-also = механический, механика, машина, меха
style-cyberfuture = Киберпанк
style-cyberfuture-also = кибербудущее, кибер, будущее
style-jojo = JoJo
style-jojo-also = джоджо, жожо, невероятные приключения джоджо
style-bunny = Зайка
style-bunny-also = кроличьи ушки, ушки кролика, кролик, заячьи ушки
style-catear = Кошка
style-catear-also = кошачьи ушки, ушки кошки, кошечка, кот, неко

button-again = 🔁 Ещё одна
button-vary = 🎲 Вариация
button-hd = ✨ HD
button-anime = 🌸 Аниме
button-remix = 🖌 Перерисовать
button-edit = ✏️ Правка
button-file = 📄 Без сжатия
button-how = ℹ️ Рецепт
button-delete = 🗑 Удалить
button-more = ⋯ Ещё
button-less = ↩ Назад
button-cancel = ✖ Отменить
button-retry = 🔁 Повторить
button-change = 🖌 Изменить последнюю картинку
button-reword = ✏️ То же, но с этим текстом
button-paint = 🎨 Рисовать «{ $words }»
button-anyway = 🎨 Всё равно рисовать
button-nearest = 🎨 Взять { $words }
button-copy = 📋 Скопировать текст
button-copy-recipe = 📋 Скопировать рецепт
button-copy-link = 🔗 Скопировать ссылку
button-paint-recipe = 🎨 Нарисовать
button-try = 🎨 Попробовать: лиса в снегу
button-language = 🌐 Язык
button-older = Старее ▶
button-newer = ◀ Новее
button-erase-yes = 🗑 Удалить всё
button-erase-no = Отмена

press-foreign = Кнопки доступны только автору запроса.
press-foreign-shared = Эта кнопка доступна только автору запроса. 🔁 🎲{ shared-buttons } доступны всем.
press-stale = Эта кнопка больше не работает. Отправьте команду ещё раз.
press-again = Сейчас не получилось. Нажмите ещё раз.
press-unknown = Не могу узнать, кто вправе действовать от имени этого канала. Отправьте команду: <code>/remix as an oil painting</code>
press-too-late = Поздно отменять: картинка уже рисуется.
press-not-deleted = Картинку я забыл, но удалять сообщения Telegram разрешает мне только два дня. Это удалите, пожалуйста, сами.
error-press-already = Это уже рисуется или уже готово ↓
error-press-forgotten = Описание этой картинки удалено (храню не дольше 30 дней). Отправьте команду ещё раз.
error-press-no-picture = Этой картинки у меня больше нет. Запросите её ещё раз.
error-press-too-long = Это описание вместе с параметрами не помещается в одно сообщение, поэтому строку для копирования дать не могу.

how =
    { $command ->
        [draw] ℹ️ Отправьте это, и получится такая же картинка:
       *[other] ℹ️ Ответьте этим на то же фото, и получится такая же картинка:
    }
    <code>{ $line }</code>
shared =
    { $command ->
        [draw] 🎨 С вами поделились рецептом. Одно нажатие — и я нарисую:
       *[other] 🖌 С вами поделились рецептом. Отправьте фото с этой подписью или ответьте ею на фото:
    }
    <code>{ $line }</code>
shared-gone = 🔗 Рецепта по этой ссылке больше нет: картинку удалили или срок хранения описания истёк.
original-gone = 😔 Файла без сжатия для этой картинки у сервиса больше нет.
original-away = 😔 Забрать файл без сжатия сейчас не получилось. Попробуйте чуть позже.
history-date = <i>📅 { $date }</i>
history-empty = Ваших картинок здесь пока нет. Попробуйте <code>/draw a red fox in the snow</code>
history-end = Больше картинок нет.

quota-person = 🎨 У вас на сегодня осталось: { $left } из { $limit }
quota-person-unlimited = 🎨 Ваших картинок сегодня: { $used }. Лимита нет.
quota-group = 👥 У группы на сегодня осталось: { $left } из { $limit }
quota-group-unlimited = 👥 Картинок в группе сегодня: { $used }. Лимита нет.
quota-under-way =
    { $count ->
        [one] ⏳ В работе: { $count } картинка
        [few] ⏳ В работе: { $count } картинки
       *[many] ⏳ В работе: { $count } картинок
    }
quota-renews = 🕛 Обновится примерно через { $hours } ч (в 3:00 по Москве). Отклонённые и неудавшиеся картинки в лимит не идут.
cancelled-all =
    { $count ->
        [0] Ваших картинок в очереди нет.
        [one] ✖ Отменено: { $count } картинка. В лимит не идёт.
        [few] ✖ Отменено: { $count } картинки. В лимит не идут.
       *[many] ✖ Отменено: { $count } картинок. В лимит не идут.
    } { $painting ->
        [0] { "" }
        [one] { $painting } картинка уже рисуется, отменять поздно.
        [few] { $painting } картинки уже рисуются, отменять поздно.
       *[many] { $painting } картинок уже рисуются, отменять поздно.
    }
id-person = 🪪 Ваш ID: <code>{ $id }</code>
id-chat = 💬 ID этого чата: <code>{ $id }</code>
privacy =
    🔏 <b>Что я храню и зачем</b>
    • Ваши описания и фото уходят в сторонний сервис (APISpace): он их проверяет и рисует. Фото он забирает через меня, на диске у меня они не остаются.
    • Ваши запросы я храню: тексты — 30 дней; для /history и кнопок ещё идентификаторы вашего фото и готовой картинки в Telegram и её параметры (размер, seed, дата). Настройки и стили остаются такими, какими вы их оставили.
    • Я считаю, сколько картинок вы запросили за день. Ваши тексты в журнал не попадают никогда.
    • Кнопка 🗑 под картинкой — и я забываю и её, и её текст. /deleteme — забываю всё, кроме числа сегодняшних картинок (до 3:00 по Москве) и решений владельца о доступе.
    • Владелец может хранить резервные копии, не дольше 30 дней. Если одну из них восстановят, все, кто с тех пор использовал /deleteme, будут забыты снова.
    { $translated ->
        [yes] • Описания не на латинице и не на китайском сначала уходят в сервис перевода.
       *[no] { "" }
    }
restored =
    🛟 Меня восстановили из резервной копии. { $count ->
        [one] { $count } ваш запрос, который тогда выполнялся, завершён и в лимит не идёт.
        [few] { $count } ваших запроса, которые тогда выполнялись, завершены и в лимит не идут.
       *[many] { $count } ваших запросов, которые тогда выполнялись, завершены и в лимит не идут.
    } Если какая-то картинка не пришла, запросите её ещё раз.
erase-question = 🗑 Удалить всё, что я о вас знаю: тексты, картинки, историю и настройки? Картинки в очереди отменятся. Вернуть ничего не получится.
erase-in-private = Отправьте мне /deleteme в личном чате.
erasing = 🗑 Удаляю. Последние следы на диске исчезнут чуть позже — я напишу здесь, когда их не останется.
erased = 🗑 Готово: я забыл всё, что знал о вас. Сообщения в этом чате удалите, пожалуйста, сами.
erase-not = Ничего не удалено.

settings-own-name = Русский
settings-title =
    ⚙️ <b>Ваши настройки</b>
    Действуют во всех чатах; у группы может быть свой язык. Параметры в самой команде важнее.
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
    Для одной картинки другую можно выбрать через <code>--model</code>.
settings-size = 📐 Размер: { $value }
settings-size-which =
    📐 <b>Какого размера делать картинки?</b>
    Картинки из фото сохраняют его пропорции. Для одной картинки другой размер можно выбрать через <code>--ar</code> или <code>--size</code>.
settings-negative = 🚫 Исключить: { $value }
settings-negative-none = ничего
settings-negative-own = ✏️ Своими словами…
settings-negative-which =
    🚫 <b>Что всегда исключать?</b>
    Сейчас: <code>{ $value }</code>
    <code>--no</code> в команде действует вместо этого.
settings-negative-ask = ✏️ Что всегда исключать? Ответьте на это сообщение несколькими словами, на английском или китайском.
settings-negative-again =
    { $limit ->
        [one] ✏️ Так не получится: нужно несколько слов, не больше { $limit } символа. Ответьте ими на это сообщение.
        [few] ✏️ Так не получится: нужно несколько слов, не больше { $limit } символов. Ответьте ими на это сообщение.
       *[many] ✏️ Так не получится: нужно несколько слов, не больше { $limit } символов. Ответьте ими на это сообщение.
    }
settings-negative-noted = ✅ Теперь исключаю: <code>{ $value }</code>
settings-file = 📄 Присылать файлом: { $value }
settings-file-no = нет
settings-file-yes = да
settings-file-which =
    📄 <b>Присылать картинки файлами?</b>
    Файл — без потери качества, фото видно прямо в чате.
settings-tell = 🔔 Уведомлять: { $value }
settings-tell-late = если долго
settings-tell-always = всегда
settings-tell-never = никогда
settings-tell-which =
    🔔 <b>Когда уведомлять, что картинка готова?</b>
    Картинка приходит без звука; следом могу прислать сообщение со звуком.
settings-once = ⚡ Рисовать сразу: { $value }
settings-once-no = нет
settings-once-yes = да
settings-once-which =
    ⚡ <b>Рисовать сразу то, что вы пишете?</b>
    Да: слова без команды в нашем личном чате сразу станут картинкой и пойдут в счёт. Нет: сначала спрошу.
settings-link = 🔗 Ссылка в подписи: { $value }
settings-link-no = нет
settings-link-yes = да
settings-link-which =
    🔗 <b>Указывать меня в подписи?</b>
    Последней строкой будет моё имя: по нему меня найдут те, кому вы перешлёте картинку.
settings-orderers = 👥 Кто рисует: { $value }
settings-orderers-everyone = все
settings-orderers-admins = администраторы
settings-orderers-which = 👥 <b>Кто может рисовать в этой группе?</b>
settings-daily = 🖼 Лимит в день: { $value }
settings-daily-default = по умолчанию
settings-daily-which = 🖼 <b>Сколько картинок в день можно этой группе?</b>
settings-buttons = 🔁 Кто продолжает: { $value }
settings-buttons-everyone = все
settings-buttons-owner = автор
shared-buttons =
    { $hd ->
        [no] { "" }
       *[yes] { " ✨" }
    }{ $anime ->
        [no] { "" }
       *[yes] { " 🌸" }
    }
settings-buttons-which =
    🔁 <b>Кто может продолжать чужие картинки кнопками 🔁 🎲{ shared-buttons }?</b>
    Картинка засчитывается тому, кто нажал. Остальные кнопки доступны только автору запроса.
settings-spoiler = 🫣 Скрывать картинки: { $value }
settings-spoiler-no = нет
settings-spoiler-yes = да
settings-spoiler-which =
    🫣 <b>Скрывать здесь картинки, пока их не коснутся?</b>
    Файлы скрыть нельзя.
settings-keep = 🧹 Удалять: { $value }
settings-keep-always = никогда
settings-keep-hours = через { $hours } ч
settings-keep-which =
    🧹 <b>Когда удалять отсюда мои картинки?</b>
    Удалённая картинка пропадает и из /history. Telegram разрешает мне удалять только два дня.
settings-chosen = ✓ { $value }
settings-back = ↩ Назад
settings-administrators-only =
    ⚙️ Здесь настройки меняют только администраторы группы. У вас есть свои: напишите /settings боту @{ $username } в личном чате.
settings-again = Сейчас не получилось узнать, администратор ли вы здесь. Отправьте /settings ещё раз чуть позже.
press-foreign-settings = Настройки группы меняют только её администраторы.

photo-example =
    { $command ->
        [remix] с подписью <code>/remix as an oil painting</code>
        [anime] { $anime ->
            [no] { photo-asked }
           *[yes] с подписью <code>/anime jojo</code>
        }
        [photo] { photo-asked }
       *[hd] { $hd ->
            [no] { photo-asked }
           *[yes] с подписью <code>/hd</code>
        }
    }
photo-asked = — я спрошу, что с ним сделать
error-photo-missing =
    🖼 Покажите, с какой картинкой работать: пришлите фото { photo-example } или ответьте командой на фото.
error-photo-not-there =
    🖼 В сообщении, на которое вы ответили, нет картинки. Ответьте на фото или пришлите его { photo-example }.
error-photo-moves =
    🖼 Я работаю только с неподвижными картинками: видео, GIF и анимированные стикеры не подойдут. Пришлите фото { photo-example }.
error-photo-wrong-type =
    🖼 Такие файлы я не читаю. Пришлите JPEG, PNG или WebP, а лучше просто фото { photo-example }.
error-photo-too-large =
    📦 Файл больше 20 МБ, а это предел Telegram для ботов. Пришлите его как фото { photo-example }.
error-style-unknown =
    🤔 Стиля «<code>{ $style }</code>» я не знаю. Знаю такие: { $styles }. Например:
    <code>/anime кошка</code>
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
    🤔 Параметра <code>{ $option }</code> я не знаю. { $nearest ->
        [none] Все параметры: /help
       *[other] Может быть, <code>{ $nearest }</code>?
    }
    Если это часть описания, поставьте перед ней <code>--</code> и пробел.
error-option-foreign =
    🤔 <code>{ $option }</code> — параметр другого генератора картинок. { $nearest ->
        [none] { option-foreign-none }
        [hd] { $hd ->
            [no] { option-foreign-none }
           *[yes] У меня картинку увеличивает кнопка ✨ под ней.
        }
       *[other] У меня ближе всего <code>{ $nearest }</code>
    }
option-foreign-none = У меня такого нет.
error-option-missing-value =
    🤔 Для <code>{ $option }</code> нужно значение, например <code>{ $example }</code>
error-option-value =
    🤔 <code>{ $option }</code> не может быть «<code>{ $value }</code>». Можно: { $allowed }. { $nearest ->
        [none] Например, <code>{ $example }</code>
       *[other] Попробуйте <code>{ $nearest }</code>
    }
error-option-not-here =
    🤔 Параметр <code>{ $option }</code> не работает с /{ $command }. Отправьте команду без него.
error-option-only-remix =
    🤔 <code>{ $option }</code> задаёт, сколько останется от фото, поэтому без фото не работает. Уберите этот параметр или ответьте на фото командой
    <code>/remix as an oil painting { $option } 0.4</code>
error-unread = 🔤 Сервис, который рисует, понимает английский и китайский, а по этим словам сможет только гадать. Ответьте на это сообщение описанием на одном из этих языков — или пусть рисует как есть:
error-too-many = 🐢 За час слишком много заказов, из которых ничего не вышло: подождите немного перед следующим.
error-in-flight =
    ⏳ { $count ->
        [1] Одна картинка уже в работе, больше одновременно нельзя. Повторите, когда она закончится.
        [one] В работе уже { $count } картинка, больше одновременно нельзя. Повторите, когда освободится место.
        [few] В работе уже { $count } картинки, больше одновременно нельзя. Повторите, когда освободится место.
       *[many] В работе уже { $count } картинок, больше одновременно нельзя. Повторите, когда освободится место.
    }
error-quota-person =
    🌙 { $limit ->
        [0] Рисовать здесь сейчас нельзя. Обратитесь к владельцу бота.
        [one] Ваш лимит на сегодня исчерпан: { $limit } картинка. Обновится примерно через { $hours } ч (в 3:00 по Москве).
        [few] Ваш лимит на сегодня исчерпан: { $limit } картинки. Обновится примерно через { $hours } ч (в 3:00 по Москве).
       *[many] Ваш лимит на сегодня исчерпан: { $limit } картинок. Обновится примерно через { $hours } ч (в 3:00 по Москве).
    }
error-quota-group =
    🌙 { $limit ->
        [0] Рисовать в этой группе сейчас нельзя. Обратитесь к владельцу бота.
        [one] Лимит группы на сегодня исчерпан: { $limit } картинка. Обновится примерно через { $hours } ч (в 3:00 по Москве).
        [few] Лимит группы на сегодня исчерпан: { $limit } картинки. Обновится примерно через { $hours } ч (в 3:00 по Москве).
       *[many] Лимит группы на сегодня исчерпан: { $limit } картинок. Обновится примерно через { $hours } ч (в 3:00 по Москве).
    }
error-quota-total =
    🌙 { $limit ->
        [0] Рисовать сейчас нельзя. Загляните попозже.
       *[other] Картинки на сегодня закончились. Новые будут примерно через { $hours } ч (в 3:00 по Москве).
    }
error-not-allowed =
    🔒 У вас нет доступа к боту здесь. Если это ошибка, отправьте владельцу бота этот ID: <code>{ $id }</code>
error-not-offered = 🌙 Такие картинки я больше не делаю.
error-paused = 🌙 Рисование пока на паузе. Попытка не засчитана. Загляните попозже.
error-admins-only = 🔒 В этой группе рисуют только администраторы. Напишите мне в личный чат.
error-try-again = 😔 Сейчас не получилось. Попытка не засчитана. Попробуйте ещё раз.
error-provider-closed = 🌙 Сейчас рисовать не получается. Попытка не засчитана. Попробуйте чуть позже.

menu-stats = Статистика за 30 дней
menu-health = Как у меня дела
menu-allow = Открыть доступ чату или человеку
menu-deny = Закрыть доступ чату или человеку
menu-pause = Пока не принимать запросы
menu-resume = Снова принимать запросы
operator-stats =
    📊 <b>{ $days ->
        [one] За { $days } день
        [few] За { $days } дня
       *[many] За { $days } дней
    }</b>
    { $orders } · { $people } · { $pictures }
operator-stats-none =
    📊 <b>{ $days ->
        [one] За { $days } день
        [few] За { $days } дня
       *[many] За { $days } дней
    }</b>
    Запросов пока нет.
operator-stats-orders =
    { $count ->
        [one] { $count } запрос
        [few] { $count } запроса
       *[many] { $count } запросов
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
operator-stats-waits = Половина готова за { $half } с, почти все (95 %) за { $most } с.
operator-stats-busiest = 💬 Самые активные: <code>{ $chats }</code>
operator-stats-failed = 😔 Сейчас построить статистику не получилось. Попробуйте ещё раз; причина в журнале.
operator-stats-lean = 🖼 Для картинки не хватает <code>matplotlib</code>: установите дополнение <code>plots</code> — в папке бота командой <code>pip install '.[plots]'</code>.
operator-stats-private = 🔒 В статистике видны люди, поэтому я показываю её только в личном чате.
operator-access-usage =
    Укажите ID, например <code>/{ $command } 123456789</code> для человека, <code>/{ $command } -1001234567890</code> для группы. В группе просто <code>/{ $command }</code> относится к самой группе, а в ответ на сообщение — к тому, кто его написал.
operator-allowed = ✅ Доступ для <code>{ $id }{ $name }</code> открыт, что бы ни стояло в ALLOWED_CHATS.
operator-denied = ⛔ Доступ для <code>{ $id }{ $name }</code> закрыт. Вернуть: <code>/allow { $id }</code>
operator-quota =
    { $count ->
        [0] 🔢 Для <code>{ $id }</code> — ни одной картинки.
        [one] 🔢 Для <code>{ $id }</code> — до { $count } картинки в день.
        [few] 🔢 Для <code>{ $id }</code> — до { $count } картинок в день.
       *[many] 🔢 Для <code>{ $id }</code> — до { $count } картинок в день.
    }
operator-quota-default = 🔢 Для <code>{ $id }</code> действует обычный дневной лимит.
operator-quota-usage =
    Укажите ID и число картинок в день, например <code>/quota 123456789 50</code>; <code>/quota 123456789 default</code> вернёт обычный лимит, <code>/quota 123456789</code> покажет нынешний.
operator-paused = ⏸ Пауза: запросы не принимаю до /resume. Всё, что уже принято, дорисую.
operator-paused-already = ⏸ Пауза уже включена, снять её — /resume.
operator-resumed = ▶️ Снова принимаю запросы.
operator-resumed-already = ▶️ Сейчас паузы нет.

health-yes = ✅
health-no = ❌
health-parts = 🩺 База данных { $database } · Telegram { $telegram } · обработчики { $workers }
health-refused = ⚠️ Провайдер отклоняет наш аккаунт. Проверьте баланс и токен в консоли APISpace (продукт 23329).
health-line = ⏳ ждут: { $waiting } · рисуются: { $painting } · доставляются: { $finished }
health-hour = 🕐 За последний час — нарисовано: { $pictures } · отклонено: { $refused } · не удалось: { $failed }
health-disk = 💾 свободно { $megabytes } МБ

admin-provider-closed = ⚠️ Провайдер отклоняет наш аккаунт ({ $status }). Запросы не принимаются и никому не засчитываются; я сам буду пробовать снова. Загляните в консоль APISpace (продукт 23329): не кончились ли средства, верен ли ещё APISPACE_TOKEN?
admin-provider-open = ✅ APISpace снова принимает запросы.
admin-origin =
    ⚠️ Ждёт оплаченная картинка: её адрес — на <code>{ $origin }</code>, а его нет в RESULT_ORIGINS.
    Добавьте его туда и перезапустите бота; картинка хранится 24 ч.
admin-path = ⚠️ Похоже, <code>{ $setting }</code> неверен: { $answer }. Запросы по <code>/{ $command }</code> не принимаются и не засчитываются. Найдите верный путь в консоли APISpace или оставьте настройку пустой, чтобы убрать команду; затем перезапустите. <code>doctor --paid</code> проверит.
admin-disk = ⚠️ Диск почти полон: пока не станет свободнее, запросы не принимаются. Начатое будет закончено. Освободите, пожалуйста, место там, где лежит база данных.
operator-weekly-on = 🗓 Буду рассказывать по понедельникам, как прошла неделя. Отключить: <code>/stats weekly</code>
operator-weekly-off = 🗓 Больше не буду рассказывать о неделе.
digest =
    🗓 <b>Последние 7 дней</b>
    Запросы: { $orders } · люди: { $people } · картинки: { $pictures } · отклонено: { $refused } · не удалось: { $failed }
