# Telegram HTML. Los argumentos llegan escapados. Los ejemplos de descripciones no se traducen: el servicio entiende inglés y chino.

start =
    🎨 <b>Pinto lo que describes y repinto lo que me muestras.</b>

    Envíame un comando con una descripción, en inglés o en chino:
    <code>/draw a red fox in the snow</code>
    O envía simplemente una foto: te preguntaré qué hago con ella.

    Cada imagen tarda unos diez segundos. Tus textos y tus fotos se envían a un servicio externo (APISpace), que es quien pinta; yo no guardo ninguna foto.

    Más: /help
help =
    🎨 <b>Qué sé hacer</b>

    <b>/draw</b> <i>descripción</i> – pintar una imagen
    <code>/draw a lighthouse in a storm, oil painting</code>

    <b>/remix</b> <i>descripción</i> – repintar una foto
    <code>/remix as a watercolour, autumn colours</code>

    <b>/anime</b> <i>estilo</i> – convertir un retrato en anime; si no pones estilo, te enseño los doce
    <code>/anime gatito</code>

    <b>/hd</b> – ampliar una imagen hasta 4× y enviarla como archivo
    <code>/hd</code>, o <code>/hd anime</code> si es un dibujo

    Para trabajar con una imagen, pon el comando en el pie de foto o responde con él a la imagen. O envía simplemente una foto: te preguntaré qué hago con ella.

    Con los botones de debajo de una imagen puedes seguir: otra más 🔁, una variación 🎲{ $hd ->
        [no] { "" }
       *[yes] , una más grande ✨
    }, y en ⋯ está el resto.

    /history – tus imágenes · /settings – idioma, modelo, tamaño… · /styles – estilos, míos y tuyos · /quota – lo que te queda hoy · /cancel – cancelar las imágenes en cola · /privacy · /deleteme

    Escribe las descripciones en inglés o en chino, con opciones en cualquier parte: <code>--ar 16:9</code> proporción · <code>--n 2</code> dos imágenes · <code>--no text</code> qué excluir · <code>--seed 42</code> resultado repetible · <code>--style oil</code> · <code>--model anime</code> · también <code>--size</code>, <code>--steps</code>, <code>--cfg</code>, <code>--sampler</code>, <code>--fidelity</code>. Si un valor no es válido, te digo cuáles sirven.

    Si en el grupo hay otros bots, escribe <code>/draw@{ $username }</code>. Las imágenes rechazadas o fallidas nunca cuentan para tu límite diario.
hint = 🖌 Convierto palabras en imágenes. Prueba <code>/draw a red fox in the snow</code> o mira /help.
unknown-command = 🤔 No conozco <code>/{ $name }</code>. Convierto palabras en imágenes: <code>/draw a red fox in the snow</code>. Todo lo que sé hacer: /help
small-talk-thanks = 😊 ¡De nada! Cuando quieras, envíame otra descripción o una foto.
small-talk-sticker = 😊 ¡Qué bueno! Responde a él con <code>/remix as an oil painting</code> y lo repinto.
small-talk-voice = 🎙 No puedo escuchar. Escríbeme qué quieres que pinte.
thanks-words = gracias, muchas gracias, mil gracias, muchísimas gracias, te lo agradezco, vale gracias, ok gracias, genial gracias
thanks-signs = 👍🙏❤💛💙💜🥰😍😊🙂🤩👏🔥💯👌🎉
offer = 🖌 Convierto palabras en imágenes. ¿Pinto esto? Más: /help
example = a red fox in the snow
greeting =
    👋 <b>Pinto imágenes.</b>
    <code>/draw@{ $username } a red fox in the snow</code> pinta lo que describes. Responde a una foto con <code>/remix@{ $username } as an oil painting</code> para repintarla.

    Los administradores eligen el idioma, quién puede pintar y cuántas imágenes al día: /settings@{ $username }
menu-draw = Crear una imagen con texto
menu-remix = Repintar una foto
menu-anime = Convertir un retrato en anime
menu-hd = Ampliar una imagen
menu-history = Tus imágenes
menu-settings = Idioma, modelo, tamaño y más
menu-styles = Estilos: los míos y los tuyos
menu-quota = Cuántas imágenes te quedan hoy
menu-cancel = Cancelar las imágenes en cola
menu-help = Ayuda y opciones
menu-id = Tu ID de Telegram
menu-privacy = Qué guardo y durante cuánto tiempo
menu-deleteme = Borrar todos mis datos
menu-start = Empezar

profile-description =
    Pinto lo que escribes. Envíame un texto y haré una imagen; envíame una foto y la repinto.{ $anime ->
        [no] { "" }
       *[yes] { " " }Convierto retratos en anime.
    }{ $hd ->
        [no] { "" }
       *[yes] { " " }Amplío imágenes hasta 4×.
    }
    
    Prueba: /draw a red fox in the snow
    
    Tus textos y fotos pasan por un servicio de imágenes que los revisa y los pinta; /privacy explica qué se guarda.
profile-short =
    Pinto lo que escribes · repinto fotos{ $anime ->
        [no] { "" }
       *[yes] { " " }· convierto retratos en anime
    }{ $hd ->
        [no] { "" }
       *[yes] { " " }· amplío imágenes hasta 4×
    }

painting = 🎨 Pintando… { lasting }
painting-late = 🎨 Pintando… Esta tarda más de lo normal.
waiting =
    { $ahead ->
        [0] ⏳ La tuya es la siguiente.
        [one] ⏳ En cola: { $ahead } imagen antes que la tuya.
       *[other] ⏳ En cola: { $ahead } imágenes antes que la tuya.
    } { lasting }
waiting-far = ⏳ En cola: como mucho { $ahead } imágenes antes que la tuya. { lasting }
lasting =
    { $minutes ->
        [0]
            { $seconds ->
                [0] { "" }
               *[other] <i>Unos { $seconds } s.</i>
            }
       *[other] <i>Unos { $minutes } min.</i>
    }
cancelled = ✖ Cancelada. No cuenta para tu límite.
caption =
    <code>{ $prompt }</code>
    <i>{ $line }</i>
caption-translated =
    <code>{ $prompt }</code>
    <i>→ { $translated }</i>
    <i>{ $line }</i>
caption-forgotten =
    <i>Descripción borrada (se guarda 30 días como mucho).</i>
    <i>{ $line }</i>
caption-line = <i>{ $line }</i>
caption-count = { $number } de { $total }
caption-hd = ✨ Ampliada; va como archivo para conservar toda la calidad
caption-seed = seed { $seed }
caption-seconds = { $seconds } s
caption-link =
    🖼 Tu imagen está lista, pero no cabe en Telegram. Descárgala aquí mientras dure el enlace:
    { $url }
caption-no-right =
    😔 Tu imagen está lista, pero aquí no puedo enviar imágenes. Descárgala mientras dure el enlace:
    { $url }
caption-refused =
    😔 Tu imagen está lista, pero Telegram no la ha aceptado. Quizá puedas descargarla aquí mientras dure el enlace:
    { $url }
done-picture = ✨ Tu imagen está lista ↑
done-below = ✨ Tu imagen está lista ↓
done-other = 💬 Hay novedades sobre tu imagen ↑

refused =
    🙈 El control de seguridad ha bloqueado tu imagen: { $reason }. No cuenta para tu límite. { $command ->
        [draw] Prueba a describirla de otra forma.
        [remix] Prueba con otras palabras o con otra imagen.
       *[anime] Prueba con otra imagen.
    }
reason-porn = es demasiado explícita
reason-politics = toca temas políticos
reason-terrorism = muestra violencia o terrorismo
reason-other = el contenido no es adecuado
list-separator = { ", " }
unchecked = 🤷 El control de seguridad no ha podido revisar tu imagen, así que no puedo mostrártela. No es culpa tuya y no cuenta para tu límite. Inténtalo otra vez.
failed = 😔 El servicio no ha podido terminar esta imagen. No cuenta para tu límite. Inténtalo de nuevo en un momento.
failed-rejected =
    😔 El servicio no ha aceptado esta solicitud. No cuenta para tu límite. { $command ->
        [anime] Prueba con otra imagen o con otro estilo.
        [hd] Prueba con otra imagen.
       *[other] Prueba a decirlo de otra forma.
    }
failed-unavailable = 🌙 Ahora mismo no se puede pintar. No cuenta para tu límite. Vuelve a intentarlo más tarde.
failed-source-broken =
    🤔 No he podido abrir ese archivo como imagen. No cuenta para tu límite. Envíalo como JPEG, PNG o WebP, o simplemente como foto, por ejemplo { photo-example }
failed-source-gone =
    🤔 No he podido recoger tu imagen de Telegram. No cuenta para tu límite. Envíala otra vez, por ejemplo { photo-example }
failed-too-large =
    📦 Ese archivo supera los 20 MB, el límite de Telegram para bots. No cuenta para tu límite. Envíalo como foto, por ejemplo { photo-example }
failed-too-many-pixels =
    📐 Esa imagen tiene más de 120 megapíxeles, y no puedo con tantos. No cuenta para tu límite. Envíala como foto, por ejemplo { photo-example }
expired = ⌛ La imagen ha tardado demasiado. No cuenta para tu límite. Si al final llega, la enviaré aquí.
delayed = 🖼 Tu imagen ya está lista, pero enviarla tarda más de lo normal. Sigo intentándolo.
lost = 😔 La imagen se ha pintado, pero no he podido enviarla. No cuenta para tu límite. Inténtalo otra vez.

which-style = 🌸 ¿Qué estilo prefieres?
which-action = 🖼 ¡Qué buena imagen! ¿Qué hago con ella?
which-words =
    { $command ->
        [remix]
            🖌 ¿Cómo la repinto? Responde a este mensaje, en inglés o en chino, por ejemplo con:
            <code>as a watercolour, autumn colours</code>
       *[draw]
            🖌 ¿Qué pinto? Responde a este mensaje, en inglés o en chino, por ejemplo con:
            <code>a red fox in the snow</code>
    }
which-other-words = ✏️ ¿Cómo cambio la descripción? Envía el texto nuevo; las opciones y la seed no cambian.
words-before = Ahora: <code>{ $words }</code>
styles =
    🖌 <b>Estilos</b>
    Toca uno y dime qué pinto, o añade <code>--style oil</code> a una descripción.

    Los tuyos: responde a una imagen con <code>/styles save dusk</code>, o escribe tú sus palabras: <code>/styles save dusk golden hour, soft haze</code>. Para borrarlo: <code>/styles delete dusk</code>
style-adds = 🖌 El estilo añade: <code>{ $words }</code>
style-saved = ✅ Guardado: <code>--style { $name }</code> añade <code>{ $words }</code>. Todos los estilos: /styles
style-deleted = 🗑 He borrado el estilo <code>{ $name }</code>. Las imágenes hechas con él se quedan como están.
error-style-name = 🤔 El nombre de un estilo es una sola palabra, de { $limit } letras o cifras como máximo, y ninguna de las mías. Por ejemplo, en respuesta a una imagen: <code>/styles save dusk</code>
error-style-words = 🤔 Un estilo necesita palabras, { $limit } caracteres como máximo. Responde a una imagen hecha con palabras o escríbelas: <code>/styles save dusk golden hour, soft haze</code>
error-style-many = 🤔 Ya tienes { $limit } estilos, el máximo. Borra uno antes: /styles
error-style-none = 🤔 No tienes ningún estilo <code>{ $name }</code>. Todos los estilos: /styles
mention = <a href="tg://user?id={ $person }">👋</a>
draft-forgotten = ⌛ Nadie ha elegido estilo, así que he descartado esta solicitud. No cuenta para tu límite.{ $anime ->
        [no] { "" }
       *[yes] { " " }Cuando quieras, envía otra vez <code>/anime</code> con la foto.
    }

anime-words = anime, manga, dibujo, ilustración, ilustracion
style-word = estilo
style-chinese = Chino
style-chinese-also = china, tinta china, pintura china
style-american = Cómic
style-american-also = cómic americano, comic americano, americano
style-cute = Tierno
style-cute-also = adorable, lindo, mono
style-gorgeous = Espléndido
style-gorgeous-also = deslumbrante, lujoso, precioso, hermoso, esplendido
style-horrible = Terror
style-horrible-also = horror, miedo, cómic de terror
style-avatar = Elfo
style-avatar-also = elfa, elfos, hada, avatar
style-fighting = Combate
style-fighting-also = pelea, lucha, batalla
style-machine = Steampunk
style-machine-also = mecánico, mecanico, máquina, maquina, retro
style-cyberfuture = Ciberpunk
style-cyberfuture-also = ciber, ciberfuturo, futurista, futuro
style-jojo = JoJo
style-jojo-also = las extrañas aventuras de jojo, jo jo
style-bunny = Conejito
style-bunny-also = orejas de conejo, conejo, conejita
style-catear = Gatito
style-catear-also = orejas de gato, gato, gata

button-again = 🔁 Otra
button-vary = 🎲 Variar
button-hd = ✨ HD
button-anime = 🌸 Anime
button-remix = 🖌 Repintar
button-edit = ✏️ Editar
button-file = 📄 Sin comprimir
button-how = ℹ️ Receta
button-delete = 🗑 Borrar
button-more = ⋯ Más
button-less = ↩ Atrás
button-cancel = ✖ Cancelar
button-retry = 🔁 Reintentar
button-change = 🖌 Cambiar la última imagen
button-reword = ✏️ Mismos ajustes, otro texto
button-paint = 🎨 Pintar «{ $words }»
button-anyway = 🎨 Pintar igualmente
button-nearest = 🎨 Usar { $words }
button-copy = 📋 Copiar el texto
button-copy-recipe = 📋 Copiar la receta
button-copy-link = 🔗 Copiar enlace para compartir
button-paint-recipe = 🎨 Pintarla
button-try = 🎨 Probar: un zorro en la nieve
button-language = 🌐 Idioma
button-older = Más antiguas ▶
button-newer = ◀ Más nuevas
button-erase-yes = 🗑 Borrar todo
button-erase-no = Cancelar

press-foreign = Estos botones solo puede usarlos quien pidió la imagen.
press-foreign-shared = Este botón es solo para quien pidió la imagen. 🔁 🎲{ shared-buttons } son para todos.
press-stale = Este botón ya no funciona. Envía el comando otra vez.
press-again = Algo ha fallado. Pulsa otra vez.
press-unknown = No puedo saber quién puede actuar en nombre de este canal. Envía un comando: <code>/remix as an oil painting</code>
press-too-late = Demasiado tarde: ya se está pintando.
press-not-deleted = Ya la he olvidado, pero Telegram solo me deja borrar mensajes durante dos días. Borra tú este, por favor.
error-press-already = Eso ya está en camino, o ya está hecho ↓
error-press-forgotten = La descripción de esta imagen está borrada (se guarda 30 días como mucho). Envía el comando otra vez.
error-press-no-picture = Ya no tengo esta imagen. Pídela otra vez.
error-press-too-long = Esta descripción con sus opciones no cabe en un solo mensaje, así que no puedo darte una línea para copiar.

how =
    { $command ->
        [draw] ℹ️ Envía esto para obtener la misma imagen:
       *[other] ℹ️ Responde con esto a la misma foto para obtener la misma imagen:
    }
    <code>{ $line }</code>
shared =
    { $command ->
        [draw] 🎨 Han compartido contigo una receta. Con un toque la pinto:
       *[other] 🖌 Han compartido contigo una receta. Envía una foto con esto en el pie, o responde con ello a una foto:
    }
    <code>{ $line }</code>
shared-gone = 🔗 La receta de este enlace ya no está: se borró la imagen o su descripción ya no se guarda.
original-gone = 😔 El servicio ya no tiene el archivo sin comprimir de esta imagen.
original-away = 😔 Ahora mismo no he podido traer el archivo sin comprimir. Vuelve a intentarlo más tarde.
history-date = <i>📅 { $date }</i>
history-empty = Aquí todavía no hay imágenes tuyas. Prueba <code>/draw a red fox in the snow</code>
history-end = No hay más imágenes.

quota-person = 🎨 Imágenes que te quedan hoy: { $left } de { $limit }
quota-person-unlimited = 🎨 Tus imágenes de hoy: { $used }. No hay límite.
quota-group = 👥 Imágenes que le quedan hoy a este grupo: { $left } de { $limit }
quota-group-unlimited = 👥 Imágenes de este grupo hoy: { $used }. No hay límite.
quota-under-way =
    { $count ->
        [one] ⏳ En curso: { $count } imagen
       *[other] ⏳ En curso: { $count } imágenes
    }
quota-renews = 🕛 Se renueva en { $hours } h aprox. Las imágenes rechazadas o fallidas no cuentan.
cancelled-all =
    { $count ->
        [0] No tienes nada en cola.
        [one] ✖ Cancelada: { $count } imagen. No cuenta para tu límite.
       *[other] ✖ Canceladas: { $count } imágenes. No cuentan para tu límite.
    } { $painting ->
        [0] { "" }
        [one] { $painting } imagen ya se está pintando y no se puede cancelar.
       *[other] { $painting } imágenes ya se están pintando y no se pueden cancelar.
    }
id-person = 🪪 Tu ID: <code>{ $id }</code>
id-chat = 💬 El ID de este chat: <code>{ $id }</code>
privacy =
    🔏 <b>Qué guardo y por qué</b>
    • Tus textos y tus fotos van a un servicio externo (APISpace), que los revisa y pinta. Tus fotos las recoge a través de mí; yo no guardo ninguna en disco.
    • Guardo lo que pides: los textos, 30 días; para /history y los botones, también los identificadores de tu foto y de la imagen en Telegram, y sus datos (tamaño, seed, fecha). Tus ajustes y estilos se quedan como los dejes.
    • Cuento cuántas imágenes pides al día. Tus textos nunca acaban en un registro.
    • Con 🗑 debajo de una imagen, la olvido junto con su texto. Con /deleteme lo olvido todo, salvo el número de imágenes de hoy (hasta que se renueve el límite) y lo que el propietario del bot haya decidido sobre quién puede usarlo.
    • El propietario puede guardar copias de seguridad, 30 días como máximo. Si se restaura una, quien haya usado /deleteme desde entonces vuelve a ser olvidado.
    { $translated ->
        [yes] • Las descripciones en otros alfabetos que el latino y el chino pasan antes por un servicio de traducción.
       *[no] { "" }
    }
restored =
    🛟 Me han restaurado desde una copia de seguridad. { $count ->
        [one] { $count } solicitud tuya que estaba en curso al hacerla terminó ahí y no cuenta.
       *[other] { $count } solicitudes tuyas que estaban en curso al hacerla terminaron ahí y no cuentan.
    } Si alguna imagen no te llegó, pídela otra vez, por favor.
erase-question = 🗑 ¿Borro todo lo que sé de ti: textos, imágenes, historial y ajustes? Las imágenes en cola se cancelan. No se puede deshacer.
erase-in-private = Envíame /deleteme en nuestro chat privado.
erasing = 🗑 Se está borrando. Los últimos rastros en el disco tardan un poco más; te avisaré aquí cuando hayan desaparecido.
erased = 🗑 Hecho: he olvidado todo lo tuyo. Los mensajes de este chat puedes borrarlos tú.
erase-not = No se ha borrado nada.

settings-own-name = Español
settings-title =
    ⚙️ <b>Tus ajustes</b>
    Se aplican en todos los chats; un grupo puede tener su propio idioma. Las opciones de un comando tienen prioridad.
settings-title-group =
    ⚙️ <b>Ajustes de este grupo</b>
    Los administradores pueden cambiarlos.
settings-language = 🌐 Idioma: { $value }
settings-language-auto = automático
settings-language-which = 🌐 <b>¿En qué idioma te hablo?</b>
settings-model = 🖌 Modelo: { $value }
settings-model-art = arte
settings-model-anime = anime
settings-model-basic = básico
settings-model-which =
    🖌 <b>¿Con qué modelo pinto?</b>
    En un comando puedes elegir otro con <code>--model</code>.
settings-size = 📐 Tamaño: { $value }
settings-size-which =
    📐 <b>¿De qué tamaño hago tus imágenes?</b>
    Las que salen de una foto conservan su forma. En un comando puedes elegir otro con <code>--ar</code> o <code>--size</code>.
settings-negative = 🚫 Excluir: { $value }
settings-negative-none = nada
settings-negative-own = ✏️ Mis propias palabras…
settings-negative-which =
    🚫 <b>¿Qué excluyo siempre?</b>
    Ahora: <code>{ $value }</code>
    <code>--no</code> en un comando lo reemplaza.
settings-negative-ask = ✏️ ¿Qué excluyo siempre? Responde a este mensaje con unas palabras, en inglés o en chino.
settings-negative-again =
    { $limit ->
        [one] ✏️ No es válido: necesito unas palabras, { $limit } carácter como mucho. Responde con ellas a este mensaje.
       *[other] ✏️ No es válido: necesito unas palabras, { $limit } caracteres como mucho. Responde con ellas a este mensaje.
    }
settings-negative-noted = ✅ A partir de ahora excluyo: <code>{ $value }</code>
settings-file = 📄 Imágenes como archivo: { $value }
settings-file-no = no
settings-file-yes = sí
settings-file-which =
    📄 <b>¿Te envío las imágenes como archivo?</b>
    Un archivo conserva toda la calidad; una foto se ve en el propio chat.
settings-tell = 🔔 Avisar: { $value }
settings-tell-late = si tarda mucho
settings-tell-always = siempre
settings-tell-never = nunca
settings-tell-which =
    🔔 <b>¿Cuándo te aviso de que una imagen está lista?</b>
    Llegan sin sonido; puedo enviar después un mensaje que te avise.
settings-once = ⚡ Pintar al momento: { $value }
settings-once-no = no
settings-once-yes = sí
settings-once-which =
    ⚡ <b>¿Pinto al momento lo que me escribas?</b>
    Sí: las palabras sin comando, en nuestro chat privado, se convierten en imagen y cuentan. No: pregunto antes.
settings-link = 🔗 Enlace en el pie: { $value }
settings-link-no = no
settings-link-yes = sí
settings-link-which =
    🔗 <b>¿Quieres que el pie de la imagen me mencione?</b>
    Una última línea con mi nombre trae hasta aquí a quien reciba la imagen reenviada o compartida.
settings-orderers = 👥 Quién puede pintar: { $value }
settings-orderers-everyone = todos
settings-orderers-admins = admins
settings-orderers-which = 👥 <b>¿Quién puede pintar en este grupo?</b>
settings-daily = 🖼 Tope diario: { $value }
settings-daily-default = predeterminado
settings-daily-which = 🖼 <b>¿Cuántas imágenes al día puede tener este grupo?</b>
settings-buttons = 🔁 Continuar: { $value }
settings-buttons-everyone = todos
settings-buttons-owner = quien la pidió
shared-buttons =
    { $hd ->
        [no] { "" }
       *[yes] { " ✨" }
    }{ $anime ->
        [no] { "" }
       *[yes] { " 🌸" }
    }
settings-buttons-which =
    🔁 <b>¿Quién puede continuar las imágenes de otros con 🔁 🎲{ shared-buttons }?</b>
    Cuenta para quien pulsa. Los demás botones son solo para quien pidió la imagen.
settings-spoiler = 🫣 Imágenes ocultas: { $value }
settings-spoiler-no = no
settings-spoiler-yes = sí
settings-spoiler-which =
    🫣 <b>¿Ocultar aquí las imágenes hasta que se toquen?</b>
    Los archivos no se pueden ocultar.
settings-keep = 🧹 Borrar imágenes: { $value }
settings-keep-always = nunca
settings-keep-hours = tras { $hours } h
settings-keep-which =
    🧹 <b>¿Cuándo borro de aquí mis imágenes?</b>
    Una imagen borrada desaparece también de /history. Telegram solo me deja borrar durante dos días.
settings-chosen = ✓ { $value }
settings-back = ↩ Atrás
settings-administrators-only =
    ⚙️ Aquí solo los administradores del grupo pueden cambiar los ajustes. Tú tienes los tuyos: escribe /settings a @{ $username } en privado.
settings-again = Ahora mismo no he podido comprobar si eres administrador aquí. Envía /settings otra vez en un momento.
press-foreign-settings = Solo los administradores de este grupo pueden cambiar sus ajustes.

photo-example =
    { $command ->
        [remix] con <code>/remix as an oil painting</code> en el pie de foto
        [anime] { $anime ->
            [no] { photo-asked }
           *[yes] con <code>/anime jojo</code> en el pie de foto
        }
        [photo] { photo-asked }
       *[hd] { $hd ->
            [no] { photo-asked }
           *[yes] con <code>/hd</code> en el pie de foto
        }
    }
photo-asked = y te preguntaré qué hago con ella
error-photo-missing =
    🖼 Indícame qué imagen: envía una foto { photo-example }, o responde a una foto con el comando.
error-photo-not-there =
    🖼 En el mensaje al que respondes no hay ninguna imagen. Responde a una foto, o envía una { photo-example }.
error-photo-moves =
    🖼 Solo trabajo con imágenes fijas, no con vídeos, GIF ni stickers animados. Envía una foto { photo-example }.
error-photo-wrong-type =
    🖼 No puedo leer ese archivo como imagen. Envíalo como JPEG, PNG o WebP, o simplemente como foto, { photo-example }.
error-photo-too-large =
    📦 Ese archivo supera los 20 MB, el límite de Telegram para bots. Envíalo como foto, { photo-example }.
error-style-unknown =
    🤔 No conozco el estilo «<code>{ $style }</code>». Conozco: { $styles }. Por ejemplo:
    <code>/anime gatito</code>
error-prompt-too-long =
    🤔 { $length ->
        [one] Esa descripción tiene { $length } carácter; el máximo es { $limit }.
       *[other] Esa descripción tiene { $length } caracteres; el máximo es { $limit }.
    } Acórtala un poco, por ejemplo:
    { $command ->
        [remix] <code>/remix as a watercolour, autumn colours</code>
       *[draw] <code>/draw a red fox in the snow, soft morning light</code>
    }
error-option-unknown =
    🤔 No conozco la opción <code>{ $option }</code>. { $nearest ->
        [none] Todas las opciones: /help
       *[other] ¿Quizá <code>{ $nearest }</code>?
    }
    Si es parte de la descripción, pon <code>--</code> y un espacio delante.
error-option-foreign =
    🤔 <code>{ $option }</code> es de otro generador de imágenes. { $nearest ->
        [none] { option-foreign-none }
        [hd] { $hd ->
            [no] { option-foreign-none }
           *[yes] Aquí, ✨ debajo de una imagen la amplía.
        }
       *[other] Lo más parecido aquí: <code>{ $nearest }</code>
    }
option-foreign-none = Aquí no hay nada parecido.
error-option-missing-value =
    🤔 <code>{ $option }</code> necesita un valor, por ejemplo <code>{ $example }</code>
error-option-value =
    🤔 <code>{ $option }</code> no puede ser «<code>{ $value }</code>». Valores posibles: { $allowed }. { $nearest ->
        [none] Por ejemplo, <code>{ $example }</code>
       *[other] Prueba <code>{ $nearest }</code>
    }
error-option-not-here =
    🤔 <code>{ $option }</code> no funciona con /{ $command }. Envíalo otra vez sin esa opción.
error-option-only-remix =
    🤔 <code>{ $option }</code> indica cuánto queda de la foto, así que hace falta una. Quita esa opción, o responde a una foto con
    <code>/remix as an oil painting { $option } 0.4</code>
error-unread = 🔤 El servicio que pinta entiende inglés y chino; con estas palabras solo podría adivinar. Responde a este mensaje con una descripción en uno de ellos, o que pinte tal cual:
error-too-many = 🐢 En una hora ha habido demasiados pedidos que quedaron en nada: espera un poco antes del siguiente.
error-in-flight =
    ⏳ { $count ->
        [1] Ya hay una imagen tuya en curso, el máximo a la vez. Inténtalo cuando quede un hueco libre.
        [one] Ya hay { $count } imagen tuya en curso, el máximo a la vez. Inténtalo cuando quede un hueco libre.
       *[other] Ya hay { $count } imágenes tuyas en curso, el máximo a la vez. Inténtalo cuando quede un hueco libre.
    }
error-quota-person =
    🌙 { $limit ->
        [0] Ahora mismo aquí no se pueden pedir imágenes. Habla con el propietario del bot.
        [one] Ya has usado tu única imagen de hoy. Tendrás otra en { $hours } h aprox.
       *[other] Ya has usado tus { $limit } imágenes de hoy. Tendrás más en { $hours } h aprox.
    }
error-quota-group =
    🌙 { $limit ->
        [0] Ahora mismo en este grupo no se pueden pedir imágenes. Habla con el propietario del bot.
        [one] Este grupo ya ha usado su única imagen de hoy. Tendrá otra en { $hours } h aprox.
       *[other] Este grupo ya ha usado sus { $limit } imágenes de hoy. Tendrá más en { $hours } h aprox.
    }
error-quota-total =
    🌙 { $limit ->
        [0] Ahora mismo no se pueden hacer imágenes. Vuelve más tarde.
       *[other] Se han acabado las imágenes de hoy. Habrá más en { $hours } h aprox.
    }
error-not-allowed =
    🔒 Aquí no puedes usar este bot. Si crees que es un error, envía este ID al propietario del bot: <code>{ $id }</code>
error-not-offered = 🌙 Ya no hago imágenes de este tipo.
error-paused = 🌙 Ahora mismo estoy en pausa. No cuenta para tu límite. Vuelve a intentarlo más tarde.
error-admins-only = 🔒 En este grupo solo los administradores pueden pintar. Escríbeme en privado.
error-try-again = 😔 Algo ha fallado. No cuenta para tu límite. Inténtalo otra vez.
error-provider-closed = 🌙 Ahora mismo no se puede pintar. No cuenta para tu límite. Vuelve a intentarlo dentro de un rato.

menu-stats = Estadísticas de 30 días
menu-health = Cómo estoy
menu-allow = Permitir un chat o una persona
menu-deny = Bloquear un chat o una persona
menu-pause = No aceptar solicitudes por ahora
menu-resume = Volver a aceptar solicitudes
operator-stats =
    📊 <b>{ $days ->
        [one] El último día
       *[other] Los últimos { $days } días
    }</b>
    { $orders } · { $people } · { $pictures }
operator-stats-none =
    📊 <b>{ $days ->
        [one] El último día
       *[other] Los últimos { $days } días
    }</b>
    Todavía no hay solicitudes.
operator-stats-orders =
    { $count ->
        [one] { $count } solicitud
       *[other] { $count } solicitudes
    }
operator-stats-people =
    { $count ->
        [one] { $count } persona
       *[other] { $count } personas
    }
operator-stats-pictures =
    { $count ->
        [one] { $count } imagen
       *[other] { $count } imágenes
    }
operator-stats-waits = La mitad de las imágenes llegó en { $half } s como mucho; casi todas (el 95 %), en { $most } s como mucho.
operator-stats-busiest = 💬 Los más activos: <code>{ $chats }</code>
operator-stats-failed = 😔 Ahora mismo no he podido dibujar las estadísticas. Inténtalo otra vez; el registro dice por qué.
operator-stats-lean = 🖼 Para la imagen falta <code>matplotlib</code>: instala el extra <code>plots</code>, en la carpeta del bot, con <code>pip install '.[plots]'</code>.
operator-stats-private = 🔒 En las estadísticas se ve a personas, así que solo las enseño en nuestro chat privado.
operator-access-usage =
    Indica un ID, por ejemplo <code>/{ $command } 123456789</code> para una persona, <code>/{ $command } -1001234567890</code> para un grupo. En un grupo, <code>/{ $command }</code> a secas se refiere al grupo y, como respuesta, a quien escribió ese mensaje.
operator-allowed = ✅ <code>{ $id }{ $name }</code> ya puede usar el bot, diga lo que diga ALLOWED_CHATS.
operator-denied = ⛔ <code>{ $id }{ $name }</code> ya no puede usar el bot. Para deshacerlo: <code>/allow { $id }</code>
operator-quota =
    { $count ->
        [0] 🔢 <code>{ $id }</code> no puede pedir ninguna imagen.
        [one] 🔢 <code>{ $id }</code> puede pedir hasta { $count } imagen al día.
       *[other] 🔢 <code>{ $id }</code> puede pedir hasta { $count } imágenes al día.
    }
operator-quota-default = 🔢 Para <code>{ $id }</code> se aplica el límite diario predeterminado.
operator-quota-usage =
    Indica un ID y cuántas al día, por ejemplo <code>/quota 123456789 50</code>; <code>/quota 123456789 default</code> vuelve al valor predeterminado, <code>/quota 123456789</code> muestra el límite actual.
operator-paused = ⏸ En pausa: no acepto solicitudes hasta /resume. Lo ya solicitado se pinta igualmente.
operator-paused-already = ⏸ Ya estoy en pausa; usa /resume para reanudar.
operator-resumed = ▶️ Vuelvo a aceptar solicitudes.
operator-resumed-already = ▶️ No estoy en pausa.

health-yes = ✅
health-no = ❌
health-parts = 🩺 Base de datos { $database } · Telegram { $telegram } · tareas { $workers }
health-refused = ⚠️ El proveedor rechaza nuestra cuenta. Revisa el saldo y el token en la consola de APISpace (producto 23329).
health-line = ⏳ { $waiting } en espera · { $painting } pintándose · { $finished } entregándose
health-hour = 🕐 Última hora: { $pictures } pintadas · { $refused } rechazadas · { $failed } fallidas
health-disk = 💾 { $megabytes } MB libres

admin-provider-closed = ⚠️ El proveedor rechaza nuestra cuenta ({ $status }). Las solicitudes se rechazan sin descontar nada; seguiré intentándolo por mi cuenta. Mira en la consola de APISpace (producto 23329): ¿se ha agotado el saldo?, ¿sigue siendo válido APISPACE_TOKEN?
admin-provider-open = ✅ APISpace vuelve a aceptar solicitudes.
admin-origin =
    ⚠️ Hay una imagen pagada en espera: su dirección está en <code>{ $origin }</code>, que no figura en RESULT_ORIGINS.
    Añádela ahí y reinicia; la imagen se guarda 24 h.
admin-path = ⚠️ Puede que <code>{ $setting }</code> esté mal: { $answer }. Las solicitudes con <code>/{ $command }</code> se rechazan sin descontar nada. Busca la ruta correcta en la consola de APISpace, o deja el ajuste vacío para retirar el comando; después, reinicia. <code>doctor --paid</code> la prueba.
admin-disk = ⚠️ El disco está casi lleno: no acepto solicitudes hasta que haya sitio. Lo que está en curso se termina. Libera espacio donde está la base de datos, por favor.
operator-weekly-on = 🗓 Cada lunes te contaré cómo fue la semana. <code>/stats weekly</code> lo desactiva.
operator-weekly-off = 🗓 Ya no te contaré cómo fue la semana.
digest =
    🗓 <b>Los últimos 7 días</b>
    Solicitudes: { $orders } · personas: { $people } · imágenes: { $pictures } · rechazadas: { $refused } · fallidas: { $failed }
