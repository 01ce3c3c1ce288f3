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

    Los tres últimos van en el pie de la foto, o respondiendo a una foto, a una imagen enviada como archivo, a un sticker o a una imagen mía. Escribe las descripciones en inglés o en chino.

    En la descripción caben opciones: <code>--ar 16:9</code>, <code>--n 2</code>, <code>--seed 42</code>, <code>--model anime</code>, <code>--no text</code>.

    Si en el grupo hay otros bots, escribe <code>/draw@{ $username }</code>. Las imágenes rechazadas o fallidas nunca cuentan para tu límite diario.
hint = Pinto imágenes a partir de palabras 🖌 Prueba <code>/draw a red fox in the snow</code> o mira /help.
hint-photo =
    ¡Qué buena foto! 🖌 Respóndele con <code>/remix as an oil painting</code>, <code>/anime</code> o <code>/hd</code>, o mira /help.

menu-draw = Pintar una imagen con palabras
menu-remix = Repintar una foto
menu-anime = Convertir un retrato en anime
menu-hd = Ampliar una imagen
menu-help = Qué sé hacer
menu-start = Saludar

painting = 🎨 Pintando… <i>suele tardar unos diez segundos.</i>
caption =
    <code>{ $prompt }</code>
    <i>{ $model } · { $size } · seed { $seed }</i>
caption-anime = <i>{ $style } · { $size } · seed { $seed }</i>
caption-hd = <i>✨ Ampliada; va como archivo para no perder ni un píxel.</i>
caption-link =
    🖼 Tu imagen está lista, pero pesa demasiado y no pasó por Telegram. Puedes descargarla aquí durante un tiempo:
    { $url }
caption-no-right =
    😔 Tu imagen está lista, pero aquí no puedo enviar imágenes ni archivos. Puedes descargarla aquí durante un tiempo:
    { $url }
done-picture = ✨ Tu imagen está lista ↑
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
expired = ⌛ La imagen no ha llegado a tiempo. No se ha descontado nada. Si al final llega, la pondré aquí.
delayed = 🖼 Tu imagen ya está pintada, pero traerla tarda más de lo normal. Sigo intentándolo; no tienes que hacer nada.
lost = 😔 La imagen se ha pintado, pero no he podido traerla. No se ha descontado nada. Inténtalo otra vez.

which-style = 🌸 ¿Qué estilo prefieres?
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

press-foreign = Este pedido es de otra persona.
press-stale = Este botón ya es muy antiguo. Envía el comando otra vez.
press-again = Ahora mismo no ha funcionado. Pulsa otra vez.
press-unknown = No puedo saber quién puede pulsar en nombre de este canal. Envía /anime con el estilo, por ejemplo <code>/anime jojo</code>

photo-example =
    { $command ->
        [remix] con <code>/remix as an oil painting</code> en el pie
        [anime] con <code>/anime jojo</code> en el pie
       *[hd] con <code>/hd</code> en el pie
    }
error-photo-missing =
    Enséñame qué imagen: envía una foto { photo-example }, o responde a una foto con el comando.
error-photo-not-there =
    En el mensaje al que respondes no hay ninguna imagen. Responde a una foto, o envía una { photo-example }.
error-photo-moves =
    Solo trabajo con imágenes fijas, no con vídeos, GIF ni stickers animados. Envía una foto { photo-example }.
error-photo-wrong-type =
    No sé leer ese archivo como imagen. Envíalo como JPEG, PNG o WebP, o simplemente como foto, { photo-example }.
error-photo-too-large =
    Ese archivo supera los 20 MB que puede descargar un bot. Envíalo como foto, { photo-example }.
error-style-unknown =
    No conozco el estilo «{ $style }». Conozco: { $styles }. Por ejemplo:
    <code>/anime orejas de gato</code>
error-prompt-missing =
    { $command ->
        [remix]
            Después del comando, dime cómo repintarla, en inglés o en chino. Por ejemplo:
            <code>/remix as a watercolour, autumn colours</code>
       *[draw]
            Después del comando, dime qué pinto, en inglés o en chino. Por ejemplo:
            <code>/draw a red fox in the snow</code>
    }
error-prompt-too-long =
    { $length ->
        [one] Esa descripción tiene { $length } carácter; el máximo es { $limit }.
       *[other] Esa descripción tiene { $length } caracteres; el máximo es { $limit }.
    } Acórtala un poco, por ejemplo:
    { $command ->
        [remix] <code>/remix as a watercolour, autumn colours</code>
       *[draw] <code>/draw a red fox in the snow, soft morning light</code>
    }
error-option-unknown =
    No conozco la opción <code>{ $option }</code>. La más parecida: <code>{ $nearest }</code>
    Si era parte de la descripción, pon <code>--</code> y un espacio delante.
error-option-missing-value =
    <code>{ $option }</code> necesita un valor, por ejemplo <code>{ $example }</code>
error-option-value =
    <code>{ $option }</code> no puede ser «{ $value }». Valores posibles: { $allowed }. Lo más cercano que funciona: <code>{ $nearest }</code>
error-option-only-remix =
    <code>{ $option }</code> indica cuánto queda de la foto, así que solo sirve con /remix. Quítala, o responde a una foto con
    <code>/remix as an oil painting { $option } 0.4</code>
error-in-flight =
    { $count ->
        [one] Todavía estoy pintando una imagen para ti.
       *[other] Todavía estoy pintando { $count } imágenes para ti.
    } En cuanto termine una, pide la siguiente.
error-quota-person =
    { $limit ->
        [0] Ahora mismo aquí no se pueden pedir imágenes. Habla con el dueño del bot.
        [one] Ya has usado tu única imagen de hoy. Tendrás otra en unas { $hours } h (medianoche UTC).
       *[other] Ya has usado tus { $limit } imágenes de hoy. Tendrás más en unas { $hours } h (medianoche UTC).
    }
error-quota-group =
    { $limit ->
        [0] Ahora mismo en este grupo no se pueden pedir imágenes. Habla con el dueño del bot.
        [one] Este grupo ya ha usado su única imagen de hoy. Tendrá otra en unas { $hours } h (medianoche UTC).
       *[other] Este grupo ya ha usado sus { $limit } imágenes de hoy. Tendrá más en unas { $hours } h (medianoche UTC).
    }
error-quota-total =
    { $limit ->
        [0] Ahora mismo no se pueden hacer imágenes. Vuelve más tarde.
       *[other] Se han acabado las imágenes de hoy. Habrá más en unas { $hours } h (medianoche UTC).
    }
error-not-allowed =
    🔒 Este bot es privado. Si deberías tener acceso, envíale a su dueño este número: <code>{ $id }</code>
error-provider-closed = 🌙 Ahora mismo no se puede pintar. No se ha descontado nada. Vuelve a intentarlo dentro de un rato.

admin-provider-closed = ⚠️ El proveedor rechaza nuestra cuenta ({ $status }). Los pedidos se rechazan sin descontar nada; seguiré intentándolo sin ayuda.
admin-provider-open = ✅ El proveedor vuelve a aceptar pedidos.
admin-origin =
    ⚠️ Hay una imagen pagada en espera: su dirección está en { $origin }, que no figura en RESULT_ORIGINS.
    Añádela ahí y reinicia; la imagen se guarda 24 h.
