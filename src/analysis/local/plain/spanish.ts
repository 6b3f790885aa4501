import type { PlainWords } from './plain-words.ts'

const user: PlainWords['user'] = {
  named: {
    that: 'eso|esto|esta|este|esa|ese|tu respuesta|la respuesta|lo que dices|lo que dijiste|tu codigo|el codigo|tu calculo|el resultado|la informacion',
    is: 'es|esta|son|estan|era|fue|sigue|sigue estando|sigue siendo',
    very: 'muy|mal|todo|totalmente|completamente|claramente|simplemente|aun|todavia|siempre|otra vez|un poco|tan|bastante',
  },
  patterns: {
    wrong: [
      '^(no|pero|creo que|perdona|oye)? ..1 ({that}) ({is}) {very}? (mal|incorrecto|incorrecta|falso|falsa|equivocado|equivocada|erroneo|erronea|errado|errada)',
      '({that}) no ({is}) ..1 (correcto|correcta|verdad|cierto|cierta|exacto)',
      '(te equivocaste|te equivocas|te has equivocado|estas equivocado|estas equivocada|te confundiste|te confundes|cometiste un error|lo hiciste mal|esta mal hecho|te inventaste|te lo inventaste|lo inventaste)',
      '(te falto|te olvidaste|olvidaste|omitiste|no incluiste) ..3',
      '^(incorrecto|falso|equivocado|respuesta incorrecta)$',
      '(hay|tienes|tiene) (un|varios|algunos|muchos|otro)? ..1 (error|errores) en (tu|la|el) (respuesta|codigo|calculo|lista|texto|traduccion)',
      '!(si|cuando|por que|porque|que) ..4 (mal|incorrecto|equivocado|falso)',
      '!(mal|falso) (mentir|robar|matar|enganar|hacer|que ..2)',
      '!(verdadero|cierto) (o|y) falso',
      '!(moralmente|eticamente) ..2',
    ],
    beside: [
      '({that}) no ({is}) ..1 lo que (te)? (pedi|pregunte|dije)',
      '^(no|pero)? no (es|era) ..1 lo que (te)? (pedi|pregunte|dije)',
      '(no entendiste|no me entendiste|no has entendido|no respondiste|no contestaste|no respondes) ..3',
      '^(no|pero)? ..1 no (te)? (pedi|pregunte) ..4',
      '(yo)? (pedi|te pedi|pregunte|te pregunte) ..4 (y|pero) (pusiste|me diste|eso es|hiciste|esto es|diste|escribiste)',
      '(eso|esto|tu respuesta) no tiene nada que ver',
      '!(si|cuando|por que|porque) ..4 (entendiste|respondiste)',
    ],
    astray: [
      '({that}) no ({is}) ..1 (asi|lo que (queria|quiero|quise))',
      '^(no|pero)? no (es|era) ..1 lo que (queria|quiero|quise|buscaba|necesito)',
      '(ignoraste) ..3',
      '^(no|pero)? ..1 no (te)? dije ..4',
      '(yo)? (dije|te dije) ..4 (y|pero) (pusiste|me diste|eso es|hiciste|esto es|diste|escribiste)',
      '(eso|esto|tu respuesta) no tiene sentido',
      '!(si|cuando|por que|porque) ..4 (sentido)',
    ],
    amiss: [
      '(no|nunca|nada|ninguno|ninguna|sin|sigue|siguen|todavia|aun|falta|faltan|repites|repetido|repetida|incorrecto|incorrecta|mal|error|errores|problema|solo|mismo|misma|ya)',
      '(otra vez|de nuevo|en vez de|por que|deberia (ser|decir)|debe (ser|decir))',
      '!no (hay problema|gracias|se|entiendo|quiero|necesito)',
    ],
    unfinished: [
      '(se corto|te cortaste|esta cortado|esta incompleto|esta incompleta|quedo incompleto|quedo incompleta|no terminaste|no has terminado|no terminas|no completaste|te quedaste a medias)',
      '(el resto|lo que falta|codigo completo|respuesta completa|texto completo)',
    ],
    'own-slip': [
      '(olvide|se me olvido) (decir|decirte|mencionar|agregar|anadir) ..3',
      '(perdon|disculpa|lo siento|culpa mia) ..1 (me equivoque|me explique mal|no me explique|fue mi)',
      '(me equivoque yo|error mio|mi error|me explique mal|no me explique bien|no fui claro|no fui clara)',
    ],
    rewords: [
      '(me refiero|me referia|quise decir|queria decir|lo que quiero decir|mejor dicho|es decir|para aclarar)',
    ],
    displeased: [
      '(no sirves|no sirve|no me sirve|no me sirves) ..1 (para nada|de nada)$',
      '(esto|eso|esta respuesta|tu respuesta|eres|es) ({very})? (inutil|una basura|una mierda|una porqueria|una verguenza|pesimo|pesima|horrible|ridiculo|una tonteria|una broma|decepcionante|una estafa|una perdida de tiempo|inaceptable)',
      '(no me (ayudas|ayudaste|estas ayudando|entiendes|escuchas)) ..2',
      '(que (verguenza|decepcion|desastre|asco|porqueria|respuesta tan) ..2)',
      '(perdida de tiempo|me haces perder el tiempo|estoy harto|estoy harta|no manches|me tienes harto)',
      '(siempre|sigues|vuelves a) ..1 (lo mismo|repitiendo|repites|diciendo lo mismo|dando lo mismo)',
      '(para que sirves|pa que sirves|hablas por hablar|ya te (lo)? (dije|habia dicho|he dicho)|deja de (repetir|mentir|disculparte|decir))',
      '(no me (estas)? (contestas|contestando|respondes|respondiendo)|eso no me dice nada|no me dice nada|que poca seriedad|que verguenza|respuesta (tan)? (perezosa|generica|inutil)|vaya (asistente|respuesta|ayuda)|tercera vez que|cuarta vez que|quinta vez que|por tercera vez|me (estas)? (tomas|tomando) el pelo|ya lo intente|te acabo de decir|hablar con la pared)',
      '^(fatal|pesimo|madre mia|increible|vaya|en serio|que desastre|inutil|vergonzoso|menuda basura)$',
      '(callate|idiota|estupido|imbecil)$',
      '!(cancion|letra|verso|historia|personaje|el|ella|mi (jefe|novio|novia|marido|mujer)) ..5 (inutil|harto|harta|mierda|basura|horrible|idiota)',
    ],
    again: [
      '(pregunto|repito|pido|preguntando|preguntar) ..1 (otra vez|de nuevo|por (segunda|tercera|cuarta) vez)',
      '(otra vez|de nuevo) (pregunto|repito|te pregunto)',
      '(es)? ..1 (la|por) (segunda|tercera|cuarta|quinta) vez ..2',
      '^(repito|te repito|insisto) ..3',
      '^(no|pero)? ..1 (pregunte|te pregunte|estoy preguntando|solo quiero saber) (que|como|cual|donde|cuando|cuanto|quien|si) ..2',
      '(no (me)? (contestaste|respondiste|estas contestando|has contestado|has respondido)|mi pregunta (es|era|fue)) ..3',
    ],
    insists: [
      '(revisa|revisalo|busca|intenta|intentalo|verifica|comprueba) ..2 (otra vez|de nuevo|bien)',
      '(de todos modos|de todas formas|igualmente|insisto|excepcion|estas seguro|estas segura|seguro que no)',
      '(no)? hay ..1 (alguna|ninguna|otra)? (forma|manera|opcion)',
      '(yo)? (realmente|de verdad|solo|todavia) ..1 (necesito|quiero)',
      '^(pero|si|no|por favor|vamos)? ..1 (solo|por favor|simplemente) ..1 (dime|dame|haz|hazlo|responde|escribe|intenta|imagina)',
      '(si)? (puedes|podias|pudiste) ..1 (hacerlo|hacer eso|verlo|acceder)',
    ],
    unheeded: [
      '(ignoraste|no seguiste|no respetaste|no cumpliste) ..2 (lo que|instruccion|instrucciones|regla|reglas|formato|limite|pedido)',
      '^(no|pero|oye)? ..1 (te)? (dije|pedi) ..1 (sin|solo|que no|no) ..3',
    ],
  },
}

const assistant: PlainWords['assistant'] = {
  named: { sorry: 'perdon|perdona|disculpa|disculpas|disculpe|lo siento|disculpame' },
  patterns: {
    owns: [
      '(me equivoque|cometi un error|mi error|fallo mio|error mio|me confundi|se me paso|olvide (decirte|incluir|mencionar)|invente (el|la|los|ese|eso))',
      '({sorry}) ..3 por (el|mi|los|mis|la|haber) ..2 (error|errores|equivocacion|fallo|omision) (en|de) (mi|la) ..1 (respuesta|calculo|codigo|mensaje)',
      '(mi|la) respuesta (anterior|previa) ..3 (incorrecta|erronea|equivocada|error|errores)',
      '!si ..5 (error|errores|equivoque)',
      '!(cualquier|algun) ..1 (error|inconveniente)',
    ],
    regrets: [
      '({sorry}) ..3 por (el|mi|los|mis|la|haber) ..2 (error|errores|equivocacion|equivocarme|fallo|omision|equivocado)',
      '(gracias) ..1 por ..1 (la correccion|corregirme|senalarlo|avisarme)',
      '!si ..5 (error|errores|equivoque)',
      '!(cualquier|algun) ..1 (error|inconveniente)',
    ],
    misread: ['(entendi mal|te entendi mal|malinterprete|lei mal|no te entendi|no entendi bien)'],
    agrees: [
      '^(si|oh|ah|disculpa|perdon|lo siento)? ..1 (tienes razon|tiene razon|tienes toda la razon|tiene toda la razon)',
    ],
    sorry: [
      '({sorry}) ..3 por (la|el|mi) (confusion|malentendido)',
      '({sorry}) ..1 (tienes|tiene) ..2 razon',
      '(tienes|tiene) ..2 razon ..1 ({sorry})',
    ],
    stands: [
      '({sorry}) ..1 pero',
      '(sin embargo|no obstante|en realidad|de hecho)',
      '(mi|la) respuesta (anterior)? (es|era) ..1 (correcta|cierta)',
      '(como (te)? (dije|mencione|explique)|entiendo tu|mantengo)',
    ],
  },
}

export const spanishPlain: PlainWords = { user, assistant }
