import type { Lexicon } from '../lexicon.ts'

/** What a turn does, in Spanish. */
const user: Lexicon['user'] = {
  notEnglish: true,
  named: {
    it: 'eso|esto|esta|este|el codigo|la respuesta|el resultado|tu respuesta|el calculo|la fecha|el numero|lo que',
  },
  patterns: {
    correction: [
      '^(no|nop|espera|pero|en realidad|perdon|oye|mmm|a ver) ..1 (es|era|son|no es|quise|queria|dije|me refiero|me referia|te pedi|pedi|eso|esta mal|hay|te dije)',
      '(quise|queria|me refiero|me referia|yo dije|dije|pedi|te pedi|pregunte|te pregunte|yo pedi) ..5',
      'no ..1 (pedi|dije|pregunte|queria|quise|era|es) ..1 (eso|esto|lo que|asi|un|una|el|la|que|decir)',
      '(estas|esta) ..1 (seguro|segura)',
      '(deberia|debe|tiene que|tendria que|debia) ..1 (ser|estar|decir|llevar|tener|ir) ..3',
      '(revisa|corrige|corrigelo|vuelve a|recalcula|rehaz|arregla|verifica) ..2',
      '(demasiado|muy) (largo|larga|corto|corta|formal|generico|complicado|lento|rapido|parecido)',
      '!(que|si|donde|por que) ..2 (esta mal|error|incorrecto|equivocado)',
      '!(me equivoque|mi error)',
    ],
    callsWrong: [
      '{it} ..2 (no es correcto|no es correcta|no es cierto|no es|no era|esta mal|es incorrecto|esta equivocado|es falso|no tiene sentido|no coincide|no cuadra|no corresponde|no existe)',
      '(te|se) ..1 (equivocaste|equivocas|has equivocado|confundiste|confundes|olvidaste|olvido|saltaste|salto|inventaste|comiste|falto|falta|faltan) ..3',
      '(cambiaste|pusiste|usaste|escribiste|repetiste|omitiste|quitaste|mezclaste|ignoraste|dejaste|contaste) ..3 (mal|otra|otro|fuera|sin|de mas|lo|la|el|dos)',
      '(hay|tienes|veo|encontre|tiene|contiene) ..2 (un error|errores|un fallo|una errata|algo mal)',
      '(te contradices|contradice|incoherente|no concuerda)',
      '!(que|si|donde|por que) ..2 (esta mal|error|incorrecto|equivocado)',
      '!(me equivoque|mi error)',
    ],
    notWorking: [
      '(no|ni|tampoco) ..1 (me)? ..1 (funciona|funciono|abre|carga|corre|arranca|responde|descarga|sirve|anda|jala|aparece|suena|compila|cambia|ejecuta|reproduce|deja|pasa nada)',
      '(mismo|otro|un|el|este|tira|da|dio|sale|salta|arroja|marca|lanza|con) ..1 (error|fallo|excepcion|problema|mensaje de error) ..2',
      '(sigue|siguen|continua|todavia|aun) ..1 (sin|igual|fallando|roto|dando|saliendo|el mismo|no|vacio|en blanco)',
      '(lo|la|ya|he)? ..1 (intente|probe|hice|ejecute|instale|reinicie|segui|he probado|he intentado|corri) ..6 (pero|y no|y sigue|y nada|y me|igual|tampoco)',
      '(no pasa nada|no hace nada|se cuelga|se cierra|se congela|se crashea|pantalla negra|en blanco|se traba|se queda)',
      '(no puedo|no logro|no consigo) ..1 (abrir|descargar|entrar|conectar|ejecutar|instalar|subir|guardar|oir|ver|reproducir)',
    ],
    goOn: [
      '^(por favor|ok|vale|y|ahora|dale)? ..1 (continua|continue|sigue|siga|seguí|adelante|prosigue|termina|terminalo|completa|completalo|mas|continuar|continuá|acaba|acabalo) ..1 (por favor|porfa|escribiendo|asi|con eso|desde ahi|ahi|con el resto)?$',
      '(continua|sigue|termina|completa|prosigue|acaba|retoma) ..3 (donde|desde|escribiendo|el codigo|la respuesta|la lista|el texto|lo que|con el resto|el resto|la letra)',
      '(te|se) ..1 (cortaste|corto|quedaste|quedo|paraste|paro|detuviste|detuvo|interrumpio|trunco|ha cortado|has cortado|has quedado) ..4',
      '(la|el) ..1 (respuesta|mensaje|texto|codigo|frase|letra|lista) ..2 (cortada|cortado|incompleta|incompleto|a medias|cortó)',
      '(el resto|lo que falta|la otra mitad|la parte que falta|lo demas|a medias|a la mitad)',
      '!(como|quiero|para|voy a|debo|y) ..1 (continuar|seguir)',
    ],
    person: [
      '(hablar|hable|habla|comunicar|comuniqueme|comunicame|pasame|paseme|pasa|conectar|conectame|transferir|transfiereme|contactar|atienda|ponme|quiero|necesito) ..4 (persona|humano|humana|agente|asesor|asesora|alguien|operador|operadora|supervisor|gerente|soporte|encargado|real|representante|ejecutivo)',
      '(persona real|un humano|agente humano|agente|asesor|operador|persona de verdad|ser humano) (por favor|real|ya)?$',
      '(telefono|numero|correo|email) ..2 (de|para) ..2 (soporte|atencion|contacto|ustedes|llamar|servicio)',
    ],
    chat: [
      '(como estas|que tal|que haces|como te va|como andas|quien eres|eres un robot|eres real|jaja|jajaja|jajajaja|jeje|buenas noches|hasta luego|nos vemos|chao|adios|mucho gusto|buen dia|feliz)',
      '^(hola|buenas|hey|holi|buenos dias|buenas tardes|buenas noches|adios|chao)$',
    ],
    displeasure: [
      '(inutil|frustrante|frustra|ridiculo|ridicula|patetico|desastre|horrible|pesimo|pesima|basura|porqueria|mierda|vergüenza|verguenza|decepcion|decepcionante|harto|harta|estupido|tonto|idiota|burla|tomadura de pelo|insoportable|indignante|lamentable|nefasto|asco|hasta las narices|hasta los huevos|no manches|no mames|estafa)',
      '(perdiendo|perder|pierdo|perdi|perdida) ..2 (tiempo|dinero)',
      '(cuantas veces|otra vez|siempre|cada vez|por enesima|en circulos|dando vueltas|de nuevo) ..3',
      '(no) ..1 (entiendes|escuchas|lees|ayudas|sirves|entiendes nada|prestas) ..2',
      '(ya te|te lo) ..1 (dije|he dicho|pedi|repeti|explique|habia dicho) ..3',
      '!(cancion|historia|personaje|letra|cuento|sobre|mi jefe|mi novio|mi novia|mi ex|mi madre|correo|carta) ..5 (harto|harta|horrible|estupido|decepcion|inutil|frustra*|ridiculo|basura|asco)',
    ],
    leaving: [
      '(dejalo|olvidalo|olvidate|dejemoslo|da igual|no importa|ya no|paso de|mejor lo dejo|lo dejo|me rindo|desisto|ya fue|ni modo|nada dejalo|no hace falta) ..3',
      '(lo hago|lo hare|lo busco|lo miro|lo buscare|busco|buscare|pregunto|me voy|usare|probare) ..3 (yo|mismo|misma|otro|otra|por mi cuenta|a mano|en google|otro lado|solo|sola)',
      '(otro dia|en otro momento|mas tarde|quizas luego|otra ocasion|mejor luego)',
    ],
  },
}

const assistant: Lexicon['assistant'] = {
  notEnglish: true,
  named: {
    cannot:
      'no puedo|no podemos|no me es posible|no soy capaz|no tengo la capacidad|no tengo forma|no estoy en condiciones|no tengo manera|no podria|no nos es posible|no es posible|no se puede|imposible|no soy capaz de|no tengo permitido',
  },
  patterns: {
    admission: [
      '^(si|ah|ay|uy|ups|vaya|cierto)? ..1 (tienes|tiene|llevas) ..1 razon ..3',
      '(tienes|tiene|llevas) ..1 razon',
      '(me) ..1 (equivoque|confundi|salte|olvide|he equivocado|he confundido|adelante|lie|falto|comi|invente) ..3',
      '(fue|es|ha sido) ..1 (mi|un) (error|culpa|fallo|descuido) ..1',
      '(mi error|error mio|fallo mio|culpa mia|mala mia|mea culpa)',
      '(perdon|disculpa|disculpas|disculpe|lo siento|lamento|pido disculpas|me disculpo|gracias) ..3 por ..4 (error|confusion|equivocacion|fallo|malentendido|descuido|omision|avisar|la correccion|corregirme|aclarar|señalarlo|la aclaracion|haber|no haber|repetir|despiste|haberme)',
      '(entendi|interprete|lei|conte|calcule|puse|escribi|di|use) ..1 mal ..2',
      '(mi|la|el) ..1 (respuesta|version|codigo|mensaje|calculo|explicacion) anterior ..2 (era|estaba|contenia|tenia|no|fue)',
      '(aqui|ahi|esta) ..2 (la|el|va) ..1 (version|respuesta|codigo|letra|lista)? ..1 (corregida|corregido|correcta|correcto|arreglado|arreglada)',
      '(lo|la|te) ..1 (corrijo|arreglo|rehago|corregi|he corregido) ..2',
      '(no) ..1 (entendi|me di cuenta|tuve en cuenta|inclui|respete|segui|lei) ..2 (bien|que|de que|la|el|lo)',
      '(buen ojo|bien visto|gracias por (avisar|la correccion|corregirme|señalarlo))',
    ],
    inability: [
      '(yo)? {cannot} ..3',
      '(como|soy) ..1 (una|un) ..1 (ia|inteligencia|modelo|asistente|programa|modelo de lenguaje) ..2',
      'no ..1 (tengo|tenemos|dispongo|cuento con|contamos con) ..2 (acceso|capacidad|opcion|funcion|forma|manera|permiso|herramientas|posibilidad) ..3',
      '!(si|que|cuando) ..1 no ..1 (puedes|puede|pueden)',
      '!no puedes',
    ],
    notPossible: [
      '(no|todavia no|aun no|por ahora no) ..1 (esta|estan|es|se|hay|existe) ..1 (disponible|disponibles|soportado|compatible|permite|admite|posible|incluido|incluida|opcion|puede) ..2',
    ],
    disclaims: [
      'no ..1 (tengo|poseo|siento) ..2 (sentimientos|opiniones|preferencias|emociones|opinion|cuerpo|gustos|creencias|favorito|edad)',
      'no soy ..1 (medico|medica|abogado|abogada|un|una) ..2 (profesional|medico|abogado|experto|persona|asesor)?',
    ],
    unclear: [
      'no ..1 (entiendo|entendi|me queda claro|estoy seguro|estoy segura|comprendo) ..3 (que|a que|la|tu|bien)',
      '(aclarar|reformular|reformularlo|aclarame|ser mas especifico|mas contexto|mas informacion|mas detalles) ..2',
    ],
    evenSo: [
      '(pero|sin embargo|no obstante|aun asi|en cambio) ..1 (puedo|podria|aqui|te puedo|si puedo|en general|existen|hay|con gusto)',
    ],
    cannotOpen: [
      '({cannot}|no) ..2 (abrir|acceder|ver|leer|escuchar|oir|navegar|visitar|descargar|entrar|abro|veo|consultar|reproducir) ..4 (enlace*|link*|url*|archivo*|imagen|imagenes|foto*|video*|documento*|pagina*|web|sitio*|internet|adjunto*|audio*|pdf)',
      'no ..1 (tengo|cuento con|dispongo de) acceso a ..3 (internet|enlace*|archivo*|web|link*|sitio*|imagen*|url*|pagina*)',
      'no ..1 (veo|recibi|llego|aparece|encuentro) ..1 (ningun|ninguna|el|la)? ..1 (archivo|adjunto|imagen|enlace|foto|documento)',
    ],
    unknowing: [
      'no ..1 (tengo|dispongo de|cuento con|poseo|encuentro|encontre|hay) ..2 (informacion|datos|conocimiento|detalles|registro|idea|la respuesta|constancia)',
      'no ..1 (conozco|estoy seguro|estoy segura|sabria|me consta|recuerdo|sabemos) ..3',
      'no se (que|quien|como|donde|cuando|cual|cuanto|cuanta|si|nada|la|el|de|mucho|exactamente) ..3',
      '(yo|lo siento|no lo) no? se$',
      '(mi|mis) ..1 (informacion|conocimiento|datos|entrenamiento) ..2 (llega|llegan|solo|es|esta|hasta)',
      '(desconozco|no me suena|no figura|no aparece) ..3',
    ],
    nothingFound: [
      'no ..1 (encontre|encuentro|hay|he encontrado|quedan|aparecen|queda|hallo) ..4 (resultados|disponibles|nada|ningun|ninguna|plazas|asientos|mesas|opciones|coincidencias|que coincida)?',
    ],
    handOver: [
      '(te|le|os|lo) ..1 (paso|transfiero|conecto|derivo|comunico|pongo|voy a pasar|voy a transferir|puedo pasar|puedo transferir|redirijo) ..4 (agente|persona|humano|asesor|equipo|especialista|soporte|compañero|compañera|departamento|encargado)?',
      '(contacta|contacte|contactar|escribe|escribir|escribenos|llama|llamar|llame|consulta|consulte|acude|dirigete|ponte en contacto|comunicate|habla con|hablar con|acudir) ..3 (soporte|atencion|servicio|equipo|banco|medico|abogado|profesional|agente|proveedor|fabricante|asesor|oficina|especialista)',
    ],
    asksBack: [
      '(que|cual|cuales|cuando|donde|cuantos|cuantas|como|quien|cuanto) ..3 (quieres|prefieres|tienes|es|te|necesitas|buscas|seria|gustaria|estilo|genero|fecha|tipo|son) ..4',
      '(podrias|puedes|me|podria) ..1 (decirme|dar|darme|indicar|indicarme|dices|das|pasas|aclarar|enviar|compartir|confirmar|confirmas|especificar|contar|mandas|cuentas|pasar|pegar) ..3',
      '(necesito|necesitaria|hace falta|me falta|me faltan) ..2 (saber|que|el|la|un|mas|tu|datos)',
      '(dime|indicame|cuentame|confirmame|pasame|mandame|envíame) ..3',
      '(quieres|prefieres|te gustaria|deseas|buscas) ..5',
    ],
    resumes: [
      '(aqui|ahi) ..1 (esta|tienes|va|sigue) ..1 (el resto|la continuacion|lo que faltaba|la parte que faltaba|la segunda parte)',
      '^(continuo|continuando|sigo|continuacion|retomo)',
    ],
    closing: [
      '(de nada|con gusto|un placer|a ti|que lo disfrutes|suerte|buen dia|aqui estoy|cuando quieras|encantado|encantada|me alegra|me alegro|para eso estoy)',
      '(algo mas|otra cosa) ..3',
      '(en que) ..1 (puedo|te puedo) ..1 ayudar*',
    ],
    regret: [
      '(lamentablemente|desafortunadamente|por desgracia|desgraciadamente|me temo|lo siento|lamento)',
    ],
    fault: [
      '(ocurrio|hubo|se produjo|ha ocurrido|ha habido|tuve|hay|surgio|se ha producido|tuvimos) ..1 (un|una)? ..1 (error|fallo|problema|caida|incidencia|averia) ..3',
      '(algo) ..1 (salio|ha salido|fallo|ha fallado|se rompio) ..1 mal?',
      '(fallo|ha fallado|no se completo|se interrumpio|se cayo|no se pudo|se ha caido|no pudo completarse|se colgo) ..3',
      '(intentalo|vuelve a intentarlo|prueba|intenta) ..1 (de nuevo|mas tarde|otra vez|en unos)',
      '(servidor|servidores|sistema|servicio) ..2 (no responde|caido|caidos|saturado|saturados|no disponible|sobrecargado)',
    ],
    announcement: [
      '(voy a|ahora|enseguida|ya|ahora mismo|dejame|permiteme|me pongo) ..1 (revisar|buscar|comprobar|preparar|generar|mirar|empezar|empiezo|reviso|busco|compruebo|preparo|genero|mirarlo|con ello|a ello|hacer|consultar|exportar|renderizar|mezclar|procesar) ..3',
      '(un momento|un segundo|un minuto|dame|espera|en breve|en un rato|en unos minutos|enseguida|te aviso|te avisare|te lo mando|te lo envio|te lo paso)',
      '(te|lo|la) ..1 (enviare|mandare|tendre|avisare|preparare|hare|pasare|subire|dejare) ..4',
    ],
    done: [
      '(he|hemos|ya he|ya) ..1 (reservado|cancelado|enviado|creado|añadido|agregado|actualizado|guardado|subido|cambiado|eliminado|exportado|generado|preparado|programado|reembolsado|mezclado|quitado|bajado) ..2',
      '(reserva|pedido|cita|pago|cambio|reembolso|cancelacion) ..2 (confirmada|confirmado|realizado|realizada|hecha|hecho|procesado|lista)',
      '(listo|hecho|lista|ya esta|ya quedo|aqui tienes|aqui esta|ahi va|ahi lo tienes) ..2',
    ],
    refusal: [
      'no ..1 (voy a|pienso|debo|quiero|hare|escribire|participare|ayudare|dare) ..3',
      '(es|seria) ..1 (ilegal|inapropiado|peligroso|dañino|poco etico|ofensivo) ..2',
    ],
  },
}

export const spanishActs: Lexicon = { user, assistant }
