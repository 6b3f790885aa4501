import type { Lexicon } from './lexicon.ts'

const user: Lexicon['user'] = { named: {}, patterns: {} }

/** Sentences by which an assistant declines in English, of itself and in so many words. */
const english: Lexicon['assistant'] = {
  named: {
    i: 'i|we|this assistant|this ai',
    adv: 'really|just|simply|honestly|actually|unfortunately|currently|also|still|personally|even|directly|legally|ethically|therefore|regrettably|sadly|do|truly|at the moment',
    no: "can't|cannot|can not|couldn't|could not|wouldn't be able to|would not be able to|won't be able to|will not be able to|am unable to|are unable to|am not able to|are not able to|was unable to|was not able to|wasn't able to|am afraid i can't|am afraid i cannot|am incapable of|am not capable of",
    lack: "don't|do not|lack|have no|haven't|didn't|did not",
    do: 'help|assist|write|generate|create|produce|compose|provide|fulfil*|comply|answer|respond|give|offer|share|discuss|recommend|advise|copy|reproduce|recreate|clone|imitate|impersonate|mimic|replicate|translate|continue|process|go there|say|tell|suggest|describe|explain|teach|draft|rewrite|lift|transcribe|print|quote|repeat|guide|entertain|accommodate|grant|disclose|reveal|use|do|make|touch|take on|complete|allow|carry|execute|insult|tolerate|joke|plot|render|show|summarize|review|list|determine|perform|add|build|design|develop|cancel|change|modify|remove|upgrade|issue|waive|extend|switch|approve|honor|authorize|arrange|sell|ship|deliver|return|forecast|estimate|calculate|analyze|convert|connect|link',
    stand:
      'condone|endorse|promote|encourage|engage|participate|tolerate|facilitate|advocate|glorify|normalize',
    able: 'ability|abilities|capability|capabilities|capacity|access|permission|permissions|authority|authorization|means|tools|functionality|facility|memory of|a way|any way',
    known: 'information|info|knowledge|data|details|record|records|idea|clue|familiarity',
  },
  patterns: {
    wontDo: [
      "{i} {adv}? (won't|will not|refuse to|decline to|must decline|have to decline|will have to decline|'ll have to decline|need to decline|respectfully decline|am going to decline|am not going to|'m not going to|would never|will never|could never) ..2 {do}",
      "(i|we|i'll|we'll|i'd|we'd|i'm) ..1 (have to|must|need to|respectfully|going to|will|gotta)? (decline|refuse|pass on|say no|turn this down|turn that down|turn it down|draw the line)",
      "(i'd|i would|we'd|would|i'll|i) (rather not|prefer not to|prefer not)",
      "{i} {adv}? (do not|don't|am not|'m not|wouldn't|would not) ..1 (feel|feeling)? ..1 (comfortable|at liberty|willing|allowed|permitted|prepared) ..1",
      "(i'm|i am|we're|we are) ..2 not ..1 (comfortable|at liberty|willing|allowed|permitted|prepared) ..1",
      "{i} {adv}? (cannot|can't|can not|won't|will not|do not|don't|am not able to|am unable to|must not) ..3 {stand}",
      "(not|isn't|wouldn't|never|neither) ..3 (appropriate|ethical|responsible|acceptable|right) ..4 for me to",
      "(would not|wouldn't|not) be ..2 (appropriate|ethical|responsible|acceptable|right) ..1 (for me )? to",
      '(goes|go|going|is|it is|be|are) against (my|our) ..2 (guidelines|policy|policies|rules|programming|values|ethics|principles|terms|moral*|purpose)',
      '(violates|violate|not within|outside of|breaks|contradicts) (my|our) ..2 (guidelines|policy|policies|rules|programming|values|ethics|ethical|principles|terms|moral*)',
      "(my|our) ..2 (guidelines|policy|policies|rules|programming|principles|ethics) ..2 (don't|do not|doesn't|does not|prohibit*|prevent*|forbid*)",
      '{i} (strongly|firmly) (condemn|oppose|disagree|discourage|advise against)',
      "{i} (cannot|can't) (and will not|and won't|in good conscience)",
      "{i} (don't|do not) (write|give|discuss|alter|edit|impersonate|imitate|clone|copy|do) ..4 (advice|about|content|essays|homework|people|voices|diets|spelling|songs|artists|things like that)",
      "(off the table|off limits|out of bounds|a hard no|not something {i}'ll|not something {i} will|not something {i} (do|can help|am willing|want to))",
      '!(if|when|whether|unless|because|since) {i} ..2 (refuse|decline|will not|wont)',
      '!(will not|wont) be (able|using|discussing) ..2',
      '!(hesitate|mind|worry|forget|regret) ..3',
    ],
    cannotHelp: [
      '{i} {adv}? {adv}? {no} {adv}? ..1 (help|assist|comply|fulfil*|answer|respond|provide|give|offer|share|discuss|advise|support|write|generate) ..4',
      "(i'm|i am|we are|we're|am) ..2 (unable|not able|not capable|not in a position) ..1 (to|of) ..1 (help*|assist*|comply*|fulfil*|answer*|provid*|giv*|offer*|shar*|discuss*|advis*|support*|writ*) ..3",
      '^(sorry|apologies|unfortunately|regrettably|i apologize|my apologies) ..2 (cannot|cant|unable to|not able to) ..1 (help|assist|comply|fulfil*|answer|provide|do that)',
      '{no} ..1 (do that|do this|help|comply|fulfil*|assist|accommodate)',
      '!{no} help (but|myself|feeling|laughing|noticing)',
      '!{no} help (that|it)$',
    ],
    cannotDo: [
      '{i} {adv}? {adv}? {no} {adv}? ..1 {do}',
      "(i'm|i am|we are|we're|am) ..2 (unable|not able|not capable|incapable|not programmed|not designed|not equipped|not trained|not built|not set up|not in a position) ..1 (to|of) ..4",
      '^(sorry|apologies|unfortunately|regrettably|i apologize|my apologies) ..2 (cannot|cant|could not|couldnt|unable to|not able to) ..1 ({do}|find|book|reserve|get)',
      "{i} {adv}? (couldn't|could not|can't|cannot|didn't|did not|wasn't able to|was unable to|am unable to|was not able to|am not able to) (find|locate|book|reserve|make|get) ..4",
      "(isn't|is not|not) something {i} ..1 (can|could|am able to|'m able to) ..3",
      '^(sorry|apologies|unfortunately|regrettably|i apologize|im sorry|i am sorry) ..1 (it is|its|it would be|it wouldnt be|it isnt) ..1 (not )?(possible|feasible|impossible) ..3 to ..1 ({do}) ..3',
      '^(sorry|apologies|unfortunately|im sorry|i am sorry) ..2 (i|we) (need|require) ..7 to ..1 (proceed|access|process|verify|continue|look)',
      '(beyond|outside) (of )? ..1 (my|our) ..2 (capabilities|capability|abilities|scope|remit|reach)',
      '!{no} ..1 (understand|follow|tell|determine|make out|see what) ..3',
      '!{no} find ..4 (wrong|complain*|fault*|issue*|problem*|better)',
      '!(not able|unable) to ..1 (understand|follow|tell|determine|make out) ..3',
    ],
    noAbility: [
      '{i} {adv}? {lack} {adv}? ..1 (have|possess)? ..4 {able}',
      '{i} {adv}? (cannot|cant|can not) {adv}? ..1 (browse|access|see|hear|view|open|listen|watch|visit|click|play|draw|display|send|download|upload|search|retrieve|remember|recall|store|save|export|import|call|record|look up|read files|read images|interact|connect|book|edit|delete|schedule|execute|run) ..6',
      "(i'm|i am|am|we are|we're|i was|we were) ..2 (unable|not able|not capable|incapable) ..1 (to|of) ..2 (browse|browsing|access|accessing|see|hear|view|viewing|open|opening|listen|watch|visit|click|play|draw|drawing|display|displaying|send|sending|download|upload|search|searching|retrieve|retrieving|remember|recall|store|save|export|import|call|record|interact|physically|connect|book|edit|delete|schedule|execute|run|make reservations|make phone|take|create images|generate images) ..6",
      "{i} {adv}? (can't|cannot|can not|am not able to|'m not able to|am unable to|'m unable to) ..1 (create|generate|draw|produce|make|show|provide|display) ..3 (image*|picture*|photo*|video*|audio|drawing*|graphic*|music|sound*|visual*|file*|link*|diagram*)",
      '(no|without|lack) ..1 (access) ..1 to ..3 (internet|web|real time|current|live|your|external|personal|database*)',
    ],
    noKnowledge: [
      '{i} {adv}? {lack} {adv}? ..2 (have|possess|find|found)? ..4 {known} ..2',
      "(i'm|i am) ..2 (not) {adv}? ..1 (aware|familiar|acquainted) ..1 (of|with) ..3",
      "(i'm|i am) ..2 (unaware|unfamiliar|uninformed) ..1 (of|with|about) ..3",
      "{i} {adv}? (don't|do not) {adv}? know ..1 (what|who|where|when|how|which|why|anything|the|that|about|of|any|much)? ..3",
      "{i} {adv}? (couldn't|could not|can't|cannot|didn't|did not|wasn't able to|was unable to|am unable to|was not able to|am not able to) (find|locate) ..2 (information|record|records|mention|details|data) ..3",
      "(isn't|is not|not) in (my|the) (knowledge|training|information|database|documentation|data) ..3",
      '!(enough|sufficient|any other|specific enough|all the|complete|full|perfect) ..1 {known}',
      "!(if|whether|because|since) {i} (don't|do not) ..2",
      "!(don't|do not) know (if|whether|you|me|yet)",
      "!(don't|do not) (store|collect|share|retain|save|keep|use) ..8",
    ],
    policy: [
      '(illegal*|unethical*|inappropriate*|harmful|offensive|dangerous|disrespectful|hateful|hate speech|derogatory|malicious|immoral|unlawful|abusive|violent|violence|explicit|copyright*|stereotypes|misinformation|nonconsensual|discriminat*|criminal|unfair|pirated)',
      '(my|our|content|usage|safety|ethical|community) ..1 (policy|policies|guidelines)',
      "(not|isn't|never|neither) ..2 (appropriate|ethical|acceptable|responsible|respectful)",
      '(the|our|this|strict|current|company|airline|refund|cancellation) (policy|policies)',
      'policy (restrictions|prohibits|forbids)',
      'terms of (service|use)',
      '(against the law|privacy|consent|legal consequences|sensitive ..2 (topic*|subject*|issue*|matter*))',
    ],
  },
}

/** Words of the reasons for which an assistant will not, in the other languages. */
const reasons: Lexicon['assistant'] = {
  named: {},
  patterns: {
    policy: [
      '(ilegal*|inapropiad*|ofensiv*|dañin*|peligros*|discriminat*|normas|políticas|ética|ético|violencia|derechos de autor|ofenda*|humillar)',
      '(לא חוקי|לא חוקית|לא אתי|לא אתית|פוגעני|פוגענית|פוגע|פוגעת|מסוכן|מסוכנת|מדיניות|המדיניות|הנחיות|ההנחיות|זכויות יוצרים|אלימות|אלים|לא הולם|לא ראוי|נוגד|מנוגד)',
      '(illégal*|inapproprié*|offensant*|dangereu*|discriminat*|éthique|contraire|violence|droits d’auteur|haineu*)',
      '(illegal*|unangemessen*|beleidigend*|gefährlich*|diskriminier*|richtlinien|ethisch*|gewalt|urheberrecht*)',
      '(ilegal*|inadequad*|inapropriad*|ofensiv*|perigos*|diretrizes|políticas|ético|violência|direitos autorais)',
      '(незаконн*|неэтичн*|оскорбительн*|опасн*|неуместн*|правила*|этик*|насили*|авторск*)',
      '(违法|非法|不道德|不当|有害|危险|歧视|政策|准则|规定|暴力|版权|冒犯|侵权)',
      '(غير قانوني|غير أخلاقي|مسيء|مسيئة|خطير|ضار|ضارة|سياسات|إرشادات|عنف|حقوق النشر|غير لائق)',
    ],
  },
}

/** How an assistant says that it declines, and the reasons that tell a "will not" from a "cannot". */
export const declining: readonly Lexicon[] = [
  { user, assistant: english },
  { user, assistant: reasons },
]
