# Telegram HTML. Los argumentos llegan escapados. Los ejemplos de descripciones no se traducen: el servicio entiende inglés y chino.

start =
    🎨 <b>Pinto lo que describes y repinto lo que me enseñas.</b>

    Envíame un comando con una descripción, en inglés o en chino:
    <code>/draw a red fox in the snow</code>
    O una foto con un comando en el pie:
    <code>/remix as an oil painting</code> · <code>/anime</code> · <code>/hd</code>

    Cada imagen tarda unos diez segundos. Tus palabras y tus fotos se envían a un servicio externo (APISpace), que es quien pinta; yo no guardo ninguna foto.

    Más detalles en /help
help =
    🎨 <b>Qué sé hacer</b>

    <b>/draw</b> <i>descripción</i> – pintar una imagen
    <code>/draw a lighthouse in a storm, oil painting</code>

    <b>/remix</b> <i>descripción</i> – repintar una foto
    <code>/remix as a watercolour, autumn colours</code>

    <b>/anime</b> <i>estilo</i> – convertir un retrato en anime; si no pones estilo, te enseño los doce
    <code>/anime orejas de gato</code>

    <b>/hd</b> – ampliar una imagen, hasta cuatro veces, y enviarla como archivo
    <code>/hd</code>, o <code>/hd anime</code> si es un dibujo

    Los tres últimos van en el pie de una foto, o en respuesta a una foto, una imagen enviada como archivo, un sticker o una imagen mía.

    Con los botones de debajo de una imagen puedes seguir: otra más 🔁, una variación 🎲, una más grande ✨, y en ⋯ está el resto. También puedes enviarme una foto sin texto: te pregunto qué hago con ella.

    /history – tus imágenes · /settings – idioma, modelo, tamaño… · /quota – lo que te queda hoy · /cancel – cancelar lo que está en cola · /privacy · /deleteme

    Escribe las descripciones en inglés o en chino, con opciones en cualquier parte: <code>--ar 16:9</code> proporción · <code>--n 2</code> dos imágenes · <code>--no text</code> qué evitar · <code>--seed 42</code> la misma otra vez · <code>--model anime</code> · también <code>--size</code>, <code>--steps</code>, <code>--cfg</code>, <code>--sampler</code>, <code>--fidelity</code>. Si un valor no vale, te digo cuáles valen.

    Si en el grupo hay otros bots, escribe <code>/draw@{ $username }</code>. Las imágenes rechazadas o fallidas nunca cuentan para tu límite diario.
hint = 🖌 Pinto imágenes a partir de palabras. Prueba <code>/draw a red fox in the snow</code> o mira /help.
menu-draw = Pintar una imagen con palabras
menu-remix = Repintar una foto
menu-anime = Convertir un retrato en anime
menu-hd = Ampliar una imagen
menu-history = Tus imágenes
menu-settings = Idioma, modelo, tamaño y más
menu-quota = Cuántas imágenes te quedan hoy
menu-cancel = Cancelar lo que está en cola
menu-help = Qué sé hacer
menu-privacy = Qué guardo y durante cuánto tiempo
menu-deleteme = Borrar todo lo que sé de ti
menu-start = Saludar

profile-description =
    Pinto lo que escribes. Envíame unas palabras y haré una imagen; envíame una foto y la repinto, convierto un retrato en anime o la amplío cuatro veces.
    
    Prueba: /draw un zorro rojo en la nieve
    
    Tus palabras y fotos pasan por un servicio de imágenes que las revisa y las pinta; /privacy explica qué se guarda.
profile-short = Pinto lo que escribes, repinto fotos, convierto retratos en anime y amplío imágenes cuatro veces.

painting = 🎨 Pintando… { lasting }
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
               *[other] <i>Alrededor de { $seconds } s.</i>
            }
       *[other] <i>Alrededor de { $minutes } min.</i>
    }
cancelled = ✖ Cancelada. No se ha descontado nada.
caption =
    <code>{ $prompt }</code>
    <i>{ $model } · { $size } · seed { $seed } · { $seconds } s</i>
caption-forgotten =
    <i>Ya no recuerdo la descripción de esta imagen.</i>
    <i>{ $model } · { $size } · seed { $seed } · { $seconds } s</i>
caption-anime = <i>{ $style } · { $size } · seed { $seed } · { $seconds } s</i>
caption-hd = <i>✨ Ampliada; va como archivo para no perder ni un píxel · { $size }{ $seconds } s</i>
caption-link =
    🖼 Tu imagen está lista, pero pesa demasiado y no pasó por Telegram. Puedes descargarla aquí durante un tiempo:
    { $url }
caption-no-right =
    😔 Tu imagen está lista, pero aquí no puedo enviar imágenes ni archivos. Puedes descargarla aquí durante un tiempo:
    { $url }
caption-refused =
    😔 Tu imagen está pintada, pero no consigue pasar por Telegram. Quizá puedas descargarla aquí durante un tiempo:
    { $url }
done-picture = ✨ Tu imagen está lista ↑
done-below = ✨ Tu imagen está lista ↓
done-other = 💬 Hay novedades sobre tu imagen ↑

refused =
    🙈 El control de seguridad ha parado tu imagen: { $reason }. No se ha descontado nada. { $command ->
        [draw] Prueba a describirla de otra forma.
        [remix] Prueba con otras palabras o con otra imagen.
       *[anime] Prueba con otra imagen.
    }
reason-porn = es demasiado atrevida
reason-politics = toca temas políticos
reason-terrorism = muestra violencia o terror
reason-other = el contenido no es adecuado
list-separator = { ", " }
unchecked = 🤷 El control de seguridad no ha podido revisar tu imagen, así que no puedo enseñártela. No es culpa tuya y no se ha descontado nada. Inténtalo otra vez.
failed = 😔 No se ha podido terminar esta imagen. No se ha descontado nada. Inténtalo de nuevo en un momento.
failed-rejected =
    😔 El servicio no ha aceptado este pedido. No se ha descontado nada. { $command ->
        [anime] Prueba con otra imagen o con otro estilo.
        [hd] Prueba con otra imagen.
       *[other] Prueba a decirlo de otra forma.
    }
failed-unavailable = 🌙 Ahora mismo no se puede pintar. No se ha descontado nada. Vuelve a intentarlo más tarde.
failed-source-broken =
    🤔 Ese archivo no se abre como imagen, así que no he hecho nada ni se ha descontado nada. Envíalo como JPEG, PNG o WebP, o simplemente como foto, por ejemplo { photo-example }
failed-source-gone =
    🤔 No he podido recoger tu imagen de Telegram. No se ha descontado nada. Envíala otra vez, por ejemplo { photo-example }
failed-too-large =
    📦 Ese archivo supera los 20 MB que puede descargar un bot. No se ha descontado nada. Envíalo como foto, por ejemplo { photo-example }
failed-too-many-pixels =
    📐 Esa imagen tiene más de 120 megapíxeles, y tantos no puedo procesar. No se ha descontado nada. Envíala como foto, por ejemplo { photo-example }
expired = ⌛ La imagen no ha llegado a tiempo. No se ha descontado nada. Si al final llega, la pondré aquí.
delayed = 🖼 Tu imagen ya está pintada, pero traerla tarda más de lo normal. Sigo intentándolo; no tienes que hacer nada.
lost = 😔 La imagen se ha pintado, pero no he podido traerla. No se ha descontado nada. Inténtalo otra vez.

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
mention = <a href="tg://user?id={ $person }">👋</a>
draft-forgotten = ⌛ Nadie ha elegido estilo, así que lo dejo aquí. No se ha descontado nada. Cuando quieras, envía otra vez <code>/anime</code> con la foto.

anime-words = anime, manga, dibujo, ilustración, ilustracion
style-word = estilo
style-chinese = Chino
style-chinese-also = china, tinta china, pintura china
style-american = Cómic
style-american-also = cómic americano, comic americano, americano
style-cute = Tierno
style-cute-also = adorable, lindo, mono
style-gorgeous = Lujoso
style-gorgeous-also = precioso, hermoso, espléndido, esplendido
style-horrible = Terror
style-horrible-also = horror, miedo, cómic de terror
style-avatar = Elfo
style-avatar-also = elfa, elfos, hada, avatar
style-fighting = Combate
style-fighting-also = pelea, lucha, batalla
style-machine = Steampunk
style-machine-also = mecánico, mecanico, máquina, maquina, retro
style-cyberfuture = Ciberfuturo
style-cyberfuture-also = ciber, ciberpunk, futurista, futuro
style-jojo = JOJO
style-jojo-also = las extrañas aventuras de jojo, jo jo
style-bunny = Orejas de conejo
style-bunny-also = conejo, conejita, conejito
style-catear = Orejas de gato
style-catear-also = gato, gatito, gata

button-again = 🔁 Otra
button-vary = 🎲 Variar
button-hd = ✨ HD
button-anime = 🌸 Anime
button-remix = 🖌 Repintar
button-file = 📄 Original
button-how = ℹ️ Receta
button-delete = 🗑 Borrar
button-more = ⋯
button-less = ↩
button-cancel = ✖ Cancelar
button-retry = 🔁 Reintentar
button-older = Más antiguas ▶
button-newer = ◀ Más nuevas
button-erase-yes = 🗑 Borrar todo
button-erase-no = No borrar

press-foreign = Estos botones son para quien hizo el pedido. Pide tu propia imagen con /draw
press-stale = Este botón ha caducado. Envía el comando otra vez.
press-again = Ahora mismo no ha funcionado. Pulsa otra vez.
press-unknown = No puedo saber quién puede pulsar en nombre de este canal. Envía un comando; con el estilo no hace falta botón: <code>/anime jojo</code>
press-too-late = Demasiado tarde: ya se está pintando.
press-not-deleted = Ya la he olvidado, pero Telegram solo me deja borrar mensajes durante dos días. Borra tú este, por favor.
error-press-already = Eso ya está en camino, o ya está hecho ↓
error-press-forgotten = Ya no recuerdo la descripción de esta imagen: las guardo 30 días como mucho. Envía el comando otra vez.
error-press-no-picture = Ya no tengo esta imagen. Pídela otra vez.
error-press-too-long = Esta descripción con sus opciones no cabe en un solo mensaje, así que no puedo darte una línea para copiar.

how =
    { $command ->
        [draw] ℹ️ Envía esto para obtener la misma imagen:
       *[other] ℹ️ Responde con esto a la misma foto para obtener la misma imagen:
    }
    <code>{ $line }</code>
original-gone = 😔 El servicio ya no tiene el original de esta imagen.
original-away = 😔 Ahora mismo no he podido traer el original. Vuelve a intentarlo más tarde.
history-date = <i>📅 { $date }</i>
history-empty = Aquí todavía no hay imágenes tuyas. Prueba <code>/draw a red fox in the snow</code>
history-end = No hay más imágenes.

quota-person = 🎨 Hoy te quedan: { $left } de { $limit }
quota-person-unlimited = 🎨 Pintadas hoy para ti: { $used }. No hay límite.
quota-group = 👥 Hoy le quedan a este grupo: { $left } de { $limit }
quota-group-unlimited = 👥 Pintadas hoy en este grupo: { $used }. No hay límite.
quota-under-way =
    { $count ->
        [one] ⏳ En curso: { $count } imagen
       *[other] ⏳ En curso: { $count } imágenes
    }
quota-renews = 🕛 Se renueva en unas { $hours } h (medianoche UTC). Las imágenes rechazadas o fallidas no cuentan.
cancelled-all =
    { $count ->
        [0] No tienes nada en cola.
        [one] ✖ Cancelada: { $count } imagen. No se ha descontado nada.
       *[other] ✖ Canceladas: { $count } imágenes. No se ha descontado nada.
    } { $painting ->
        [0] { "" }
        [one] { $painting } ya se está pintando y no se puede cancelar.
       *[other] { $painting } ya se están pintando y no se pueden cancelar.
    }
privacy =
    🔏 <b>Qué guardo y por qué</b>
    • Tus palabras y tus fotos van a un servicio externo (APISpace), que las revisa y pinta. Tus fotos las recoge a través de mí; yo no guardo ninguna en disco.
    • Guardo lo que pides: las palabras, 30 días; para /history y los botones, también los números de tu foto y de la imagen en Telegram, y sus datos (tamaño, seed, fecha). Tus ajustes se quedan como los dejes.
    • Cuento cuántas imágenes pides al día. Tus palabras nunca acaban en un registro.
    • Con 🗑 debajo de una imagen, la olvido junto con sus palabras. Con /deleteme lo olvido todo; solo quedan el número de imágenes de hoy, hasta la medianoche UTC, y lo que hayan decidido los administradores del bot sobre quién puede pedir.
    • Los operadores pueden guardar copias de seguridad, 30 días como máximo. Si se restaura una, quien haya usado /deleteme desde entonces vuelve a ser olvidado.
restored =
    🛟 Me han restaurado desde una copia de seguridad. { $count ->
        [one] Un pedido tuyo que estaba en curso al hacerla terminó ahí y no cuenta.
       *[other] { $count } pedidos tuyos que estaban en curso al hacerla terminaron ahí y no cuentan.
    } Si alguna imagen no te llegó, pídela otra vez, por favor.
erase-question = 🗑 ¿Borro todo lo que sé de ti: palabras, imágenes, historial y ajustes? Lo que esté en cola se cancela. No se puede deshacer.
erase-in-private = Envíame /deleteme en nuestro chat privado.
erasing = 🗑 Se está borrando. Los últimos rastros en el disco tardan un poco más; te avisaré aquí cuando hayan desaparecido.
erased = 🗑 Hecho: he olvidado todo lo tuyo. Los mensajes de este chat puedes borrarlos tú.
erase-not = No se ha borrado nada.

settings-own-name = Español
settings-title =
    ⚙️ <b>Tus ajustes</b>
    Valen allí donde pidas; un grupo puede tener su propio idioma. Lo que escribas en un pedido tiene prioridad.
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
    En un pedido puedes elegir otro con <code>--model</code>.
settings-size = 📐 Tamaño: { $value }
settings-size-which =
    📐 <b>¿De qué tamaño hago tus imágenes?</b>
    Las que salen de una foto conservan su forma. En un pedido puedes elegir otro con <code>--ar</code> o <code>--size</code>.
settings-negative = 🚫 Evitar: { $value }
settings-negative-none = nada
settings-negative-own = ✏️ Mis propias palabras…
settings-negative-which =
    🚫 <b>¿Qué evito siempre?</b>
    Ahora: <code>{ $value }</code>
    <code>--no</code> en un pedido lo reemplaza.
settings-negative-ask = ✏️ ¿Qué evito siempre? Responde a este mensaje con unas palabras, en inglés o en chino.
settings-negative-again = ✏️ Así no me sirve: necesito unas palabras, { $limit } caracteres como mucho. Responde con ellas a este mensaje.
settings-negative-noted = ✅ A partir de ahora evito: <code>{ $value }</code>
settings-file = 📄 Imágenes como archivo: { $value }
settings-file-no = no
settings-file-yes = sí
settings-file-which =
    📄 <b>¿Te envío las imágenes como archivo?</b>
    Un archivo conserva cada píxel; una foto se ve al momento.
settings-tell = 🔔 Avisar al terminar: { $value }
settings-tell-late = si tarda mucho
settings-tell-always = siempre
settings-tell-never = nunca
settings-tell-which =
    🔔 <b>¿Cuándo te aviso de que una imagen está lista?</b>
    La imagen llega sin sonido; suena la línea que va después.
settings-orderers = 👥 Quién puede pedir: { $value }
settings-orderers-everyone = todos
settings-orderers-admins = administradores
settings-orderers-which = 👥 <b>¿Quién puede pedir imágenes en este grupo?</b>
settings-daily = 🖼 Imágenes al día: { $value }
settings-daily-default = lo que diga el dueño del bot
settings-daily-which = 🖼 <b>¿Cuántas imágenes al día puede pedir este grupo?</b>
settings-chosen = ✓ { $value }
settings-back = ↩ Atrás
settings-administrators-only =
    ⚙️ Aquí solo los administradores del grupo pueden cambiar los ajustes. Tú tienes los tuyos: escribe /settings a @{ $username } en privado.
settings-again = Ahora mismo no he podido comprobar si eres administrador aquí. Envía /settings otra vez en un momento.
press-foreign-settings = Solo los administradores de este grupo pueden cambiar sus ajustes.

photo-example =
    { $command ->
        [remix] con <code>/remix as an oil painting</code> en el pie
        [anime] con <code>/anime jojo</code> en el pie
        [photo] y te preguntaré qué hago con ella
       *[hd] con <code>/hd</code> en el pie
    }
error-photo-missing =
    🖼 Enséñame qué imagen: envía una foto { photo-example }, o responde a una foto con el comando.
error-photo-not-there =
    🖼 En el mensaje al que respondes no hay ninguna imagen. Responde a una foto, o envía una { photo-example }.
error-photo-moves =
    🖼 Solo trabajo con imágenes fijas, no con vídeos, GIF ni stickers animados. Envía una foto { photo-example }.
error-photo-wrong-type =
    🖼 No sé leer ese archivo como imagen. Envíalo como JPEG, PNG o WebP, o simplemente como foto, { photo-example }.
error-photo-too-large =
    📦 Ese archivo supera los 20 MB que puede descargar un bot. Envíalo como foto, { photo-example }.
error-style-unknown =
    🤔 No conozco el estilo «<code>{ $style }</code>». Conozco: { $styles }. Por ejemplo:
    <code>/anime orejas de gato</code>
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
    🤔 No conozco la opción <code>{ $option }</code>. La más parecida: <code>{ $nearest }</code>
    Si era parte de la descripción, pon <code>--</code> y un espacio delante.
error-option-missing-value =
    🤔 <code>{ $option }</code> necesita un valor, por ejemplo <code>{ $example }</code>
error-option-value =
    🤔 <code>{ $option }</code> no puede ser «<code>{ $value }</code>». Valores posibles: { $allowed }. Lo más cercano que funciona: <code>{ $nearest }</code>
error-option-not-here =
    🤔 <code>{ $option }</code> no hace nada con /{ $command }, así que no he empezado. Envíalo otra vez sin esa opción.
error-option-only-remix =
    🤔 <code>{ $option }</code> indica cuánto queda de la foto, así que hace falta una. Quita esa opción, o responde a una foto con
    <code>/remix as an oil painting { $option } 0.4</code>
error-in-flight =
    ⏳ { $count ->
        [one] Todavía estoy pintando una imagen para ti.
       *[other] Todavía estoy pintando { $count } imágenes para ti.
    } En cuanto termine una, pide la siguiente.
error-quota-person =
    🌙 { $limit ->
        [0] Ahora mismo aquí no se pueden pedir imágenes. Habla con el dueño del bot.
        [one] Ya has usado tu única imagen de hoy. Tendrás otra en unas { $hours } h (medianoche UTC).
       *[other] Ya has usado tus { $limit } imágenes de hoy. Tendrás más en unas { $hours } h (medianoche UTC).
    }
error-quota-group =
    🌙 { $limit ->
        [0] Ahora mismo en este grupo no se pueden pedir imágenes. Habla con el dueño del bot.
        [one] Este grupo ya ha usado su única imagen de hoy. Tendrá otra en unas { $hours } h (medianoche UTC).
       *[other] Este grupo ya ha usado sus { $limit } imágenes de hoy. Tendrá más en unas { $hours } h (medianoche UTC).
    }
error-quota-total =
    🌙 { $limit ->
        [0] Ahora mismo no se pueden hacer imágenes. Vuelve más tarde.
       *[other] Se han acabado las imágenes de hoy. Habrá más en unas { $hours } h (medianoche UTC).
    }
error-not-allowed =
    🔒 Aquí no puedes pedir imágenes. Si crees que es un error, envía este número al dueño del bot: <code>{ $id }</code>
error-paused = 🌙 Ahora mismo estoy en pausa. No se ha descontado nada. Vuelve a intentarlo más tarde.
error-admins-only = 🔒 En este grupo solo los administradores pueden pedir imágenes. Te espero en nuestro chat privado.
error-try-again = 😔 Ahora mismo no ha funcionado. No se ha descontado nada. Inténtalo otra vez.
error-provider-closed = 🌙 Ahora mismo no se puede pintar. No se ha descontado nada. Vuelve a intentarlo dentro de un rato.

menu-stats = Los últimos 30 días en una imagen
menu-allow = Permitir pedidos a un chat o una persona
menu-deny = Prohibir pedidos a un chat o una persona
menu-pause = No aceptar pedidos por ahora
menu-resume = Volver a aceptar pedidos
operator-stats =
    📊 <b>Los últimos { $days } días</b>
    { $orders } · { $people } · { $pictures }
operator-stats-none =
    📊 <b>Los últimos { $days } días</b>
    Todavía no hay pedidos.
operator-stats-orders =
    { $count ->
        [one] { $count } pedido
       *[other] { $count } pedidos
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
operator-stats-failed = 😔 Ahora mismo no he podido dibujar las estadísticas. Inténtalo otra vez; el registro dice por qué.
operator-stats-lean = 🖼 Para la imagen falta <code>matplotlib</code>: instala el extra <code>plots</code>, en la carpeta del bot, con <code>pip install '.[plots]'</code>.
operator-stats-private = 🔒 En las estadísticas se ve a personas, así que solo las enseño en nuestro chat privado.
operator-access-usage =
    Dime a quién, por su número, por ejemplo <code>/{ $command } 123456789</code> para una persona, <code>/{ $command } -1001234567890</code> para un grupo. En un grupo, <code>/{ $command }</code> a secas se refiere al grupo y, como respuesta, a quien escribió ese mensaje.
operator-allowed = ✅ <code>{ $id }</code> ya puede pedir, diga lo que diga ALLOWED_CHATS.
operator-denied = ⛔ <code>{ $id }</code> ya no puede pedir. Para deshacerlo: <code>/allow { $id }</code>
operator-quota =
    { $count ->
        [0] 🔢 <code>{ $id }</code> no puede pedir ninguna imagen.
        [one] 🔢 <code>{ $id }</code> puede pedir { $count } imagen al día.
       *[other] 🔢 <code>{ $id }</code> puede pedir { $count } imágenes al día.
    }
operator-quota-default = 🔢 Para <code>{ $id }</code> vale el número diario de la configuración.
operator-quota-usage =
    Dime para quién y cuántas al día, por ejemplo <code>/quota 123456789 50</code>; <code>/quota 123456789 default</code> vuelve a la configuración, <code>/quota 123456789</code> dice lo que vale ahora.
operator-paused = ⏸ En pausa: no acepto pedidos hasta /resume. Lo ya pedido se pinta igualmente.
operator-paused-already = ⏸ Ya estoy en pausa; con /resume se acaba.
operator-resumed = ▶️ Vuelvo a aceptar pedidos.
operator-resumed-already = ▶️ No estoy en pausa.

admin-provider-closed = ⚠️ El proveedor rechaza nuestra cuenta ({ $status }). Los pedidos se rechazan sin descontar nada; seguiré intentándolo por mi cuenta.
admin-provider-open = ✅ El proveedor vuelve a aceptar pedidos.
admin-origin =
    ⚠️ Hay una imagen pagada en espera: su dirección está en <code>{ $origin }</code>, que no figura en RESULT_ORIGINS.
    Añádela ahí y reinicia; la imagen se guarda 24 h.
