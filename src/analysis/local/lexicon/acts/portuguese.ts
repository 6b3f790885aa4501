import type { Lexicon } from '../lexicon.ts'

/** What a turn does, in Portuguese. Accents are folded away. */
const user: Lexicon['user'] = {
  notEnglish: true,
  named: {},
  patterns: {
    praise: [
      '(perfeito|perfeita|otimo|otima|maravilhoso|incrivel|adorei|amei|excelente|show|massa|sensacional|top|muito bom|ficou bom|ficou otimo|demais|valeu|arrasou|funcionou|deu certo|resolvido|exatamente isso|era isso|brigado|brigada|obg|vlw) ..1',
      '!(nao|se|seria|nem|mas) ..2 (perfeito|otimo|incrivel|excelente|bom|show|funcionou|deu certo|demais)',
    ],
    repeat: [
      '(de novo|outra vez|novamente|repito|vou repetir|como eu disse|ja disse|ja pedi|ja perguntei|minha pergunta|pergunto de novo|pela terceira|pela segunda|continuo sem) ..4',
      '(voce|vc) ..1 nao ..1 (respondeu|entendeu|fez|leu) ..3',
    ],
    correction: [
      '^(nao|pera|espera|mas|na verdade|desculpa|ue|opa) ..1 (e|era|eu|isso|esta|ta|sao|foi|quis|pedi|falei|nao)',
      '(eu)? ..1 (quis dizer|queria|pedi|disse|falei|me referia|me refiro|perguntei|estava falando|tinha pedido) ..5',
      'nao ..1 (pedi|disse|falei|foi|era|e|quis|perguntei) ..2 (isso|o que|assim|que|um|uma|dizer)',
      '(tem|voce tem|vc tem) certeza',
      '(deveria|devia|tem que|tinha que|precisa) ..1 (ser|estar|ter|dizer|ficar) ..3',
      '(corrige|corrija|conserta|revisa|revise|refaz|refaca|confere|recalcula|verifica) ..2',
      '(muito|longo|curto) ..1 (longo|longa|curto|curta|formal|generico|complicado|lento|rapido|parecido|demais)',
    ],
    callsWrong: [
      '(isso|esta|ta|e|estao|foi|era|ficou|a resposta|o codigo|o calculo|o resultado) ..2 (errado|errada|incorreto|incorreta|nao esta certo|nao ta certo|nao e verdade|nao e isso|nao era isso|nao procede|nao existe|nao bate|nao confere|equivocado|falso)',
      '(voce|vc|tu) ..2 (errou|esqueceu|confundiu|trocou|inventou|pulou|ignorou|repetiu|mudou|se enganou|se confundiu|esta errado|deixou|colocou|usou|contou|misturou) ..3',
      '(tem|ha|vi|achei|contem) ..2 (um erro|erros|algo errado|uma falha)',
    ],
    notWorking: [
      'nao ..2 (funciona|funcionou|abre|abriu|carrega|roda|rodou|responde|toca|baixa|baixou|aparece|compila|liga|vai|acontece nada|mudou|salva|da play|adiantou|resolve|resolveu)',
      '(mesmo|outro|um|o|esse|da|deu|dando|aparece|continua|novo) ..2 (erro|problema|bug|excecao|falha) ..2',
      '(continua|ainda|segue) ..2 (igual|erro|nao|sem|travando|quebrado|dando|na mesma|a mesma|vazio|em branco)',
      '(ja)? ..1 (tentei|testei|fiz|rodei|instalei|reiniciei|segui|cliquei) ..6 (mas|e|nao|nada|continua)',
      '(travou|trava|fecha sozinho|caiu|crashou|tela preta|tela branca|congela|congelou|fica carregando)',
      '(nao consigo|nao da pra|nao deixa) ..1 (abrir|baixar|entrar|conectar|rodar|instalar|salvar|ouvir|ver|subir|acessar)',
      '(nada) ..1 (acontece|aconteceu|mudou)',
    ],
    goOn: [
      '^(por favor|pfv|ok|sim|e|vai)? ..1 (continua|continue|continuar|segue|siga|prossiga|termina|termine|completa|complete|mais|o resto|vai la|manda o resto|pode continuar|segue ai) ..1 (por favor|pfv|escrevendo|ai|dai|isso)?$',
      '(continua|continue|termina|termine|completa|segue|retoma|retome) ..3 (de onde|onde|escrevendo|o codigo|a resposta|a lista|o texto|do ponto|o resto|a letra|dai)',
      '(voce|vc|a resposta|o texto|o codigo|a mensagem|a frase|ela|ele) ..2 (parou|cortou|cortada|cortado|incompleta|incompleto|interrompeu|pela metade|no meio|travou no meio|foi cortada) ..3',
      '(o resto|o restante|a outra parte|a parte que falta|falta o fim|o final|pela metade)',
      '!(como|quero|vou|devo|para) ..1 (continuar|seguir)',
    ],
    person: [
      '(falar|fala|passa|passar|transfere|transferir|conectar|contato|atendimento|quero|preciso|chama|chamar) ..4 (pessoa|humano|humana|atendente|alguem|operador|gerente|supervisor|suporte|gente de verdade|representante)',
      '(atendente|pessoa real|humano|uma pessoa|gente de verdade|ser humano) (por favor|real|pfv)?$',
      '(telefone|numero|email|whatsapp) ..2 (do|de|da) ..2 (suporte|atendimento|contato|voces)',
    ],
    chat: [
      '(tudo bem|como vai|como voce esta|beleza|e ai|quem e voce|voce e um robo|kkk|kkkk|kkkkk|haha|rsrs|boa noite|bom dia|ate mais|tchau|falou|prazer|bom fim de semana)',
      '^(oi|ola|oie|bom dia|boa tarde|boa noite|e ai|tchau|eai)$',
    ],
    displeasure: [
      '(inutil|frustrante|ridiculo|ridicula|patetico|horrivel|pessimo|pessima|lixo|porcaria|merda|droga|vergonha|decepcao|decepcionante|decepcionado|decepcionada|cansei|irritante|burro|burra|idiota|palhacada|absurdo|um saco|de saco cheio|raiva|bosta|pqp|lamentavel|enrolacao|fajuto)',
      '(perda|perder|perdendo|perdi) ..2 (tempo|dinheiro)',
      '(quantas vezes|toda hora|sempre|toda vez|em circulos|de novo isso|pela decima) ..3',
      '(voce|vc) ..1 nao ..1 (entende|escuta|le|ajuda|serve|presta|me ouve) ..2',
      '!(musica|historia|personagem|letra|meu chefe|meu ex|minha mae|meu namorado|sobre|carta|traduz*) ..5 (raiva|horrivel|burro|decepc*|idiota|ridiculo|merda|frustr*|cansei)',
    ],
    leaving: [
      '(deixa|deixa pra la|esquece|esqueca|nao precisa|nao importa|tanto faz|desisto|desisti|nem precisa|larga|deixa quieto|ja era|nao quero mais) ..3',
      '(eu)? ..1 (faco|vou fazer|procuro|vou procurar|me viro|pergunto|uso|vou usar|vou tentar|busco) ..4 (mesmo|mesma|sozinho|sozinha|outro|outra|na mao|no google|outra coisa)',
      '(outra hora|outro dia|mais tarde|depois eu|fica pra proxima)',
    ],
  },
}

const assistant: Lexicon['assistant'] = {
  notEnglish: true,
  named: {
    cannot:
      'nao posso|nao consigo|nao podemos|nao sou capaz|nao tenho como|nao e possivel|nao da para|nao tenho capacidade|nao conseguimos|impossivel|nao tenho permissao|nao poderia|nao conseguiria',
  },
  patterns: {
    admission: [
      '(voce|vc|tem|esta) ..1 (tem|esta|e)? ..1 (razao|certo|certa|coberto de razao) ..2',
      '(eu)? ..1 (errei|me enganei|me confundi|esqueci|confundi|troquei|pulei|inventei|li errado|entendi errado|entendi mal|cometi|deixei|me equivoquei|contei errado|misturei) ..3',
      '(erro meu|falha minha|foi mal|culpa minha|meu erro|meu engano|mancada minha|vacilo meu)',
      '(desculpa|desculpe|desculpas|perdao|lamento|sinto muito|obrigado|obrigada|valeu) ..3 (pelo|pela|por) ..4 (erro|confusao|engano|equivoco|falha|mal entendido|avisar|correcao|aviso|toque|ter|nao|omissao|esquecimento|corrigir)',
      '(minha|meu|a|o) ..1 (resposta|versao|codigo|calculo|mensagem|explicacao) anterior ..2',
      '(aqui|segue|agora) ..2 (a|o|esta|vai) ..1 (versao|resposta|codigo|letra|lista)? ..1 (corrigida|corrigido|certa|certo|correta|correto|arrumado|arrumada)',
      '(vou|ja|deixa eu|estou) ..1 (corrigir|corrigindo|corrigi|arrumar|arrumei|refazer|consertar|ajustar) ..2',
      '(bem observado|bem lembrado|obrigado por avisar|boa observacao)',
    ],
    inability: [
      '{cannot} ..3',
      '(como|sou) ..1 (uma|um) ..1 (ia|inteligencia|modelo|assistente|programa) ..2',
      'nao ..1 (tenho|temos|possuo|ha|existe) ..2 (acesso|capacidade|opcao|funcao|como|forma|maneira|permissao|ferramenta|recurso|suporte) ..3',
      '!(se|que|voce) ..1 nao ..1 (pode|consegue|puder|conseguir)',
    ],
    notPossible: [
      '(nao|ainda nao|por enquanto nao) ..1 (esta|estao|e|tem|da|existe|permite|suporta|aceita|faz) ..1 (disponivel|disponiveis|suportado|possivel|compativel|incluido|suporte|opcao)? ..2',
    ],
    disclaims: [
      'nao ..1 (tenho|possuo|sinto) ..2 (sentimentos|opinioes|preferencias|emocoes|opiniao|corpo|gostos)',
      'nao sou ..1 (medico|medica|advogado|advogada|um|uma)',
    ],
    unclear: [
      'nao ..1 (entendi|entendo|ficou claro|tenho certeza|compreendi) ..3 (o que|a|sua|bem|do que)',
      '(esclarecer|reformular|ser mais especifico|mais contexto|mais detalhes|mais informacoes)',
    ],
    evenSo: [
      '(mas|porem|no entanto|entretanto|em vez disso) ..1 (posso|aqui|em geral|existem|ha|voce pode|consigo)',
    ],
    cannotOpen: [
      '({cannot}|nao) ..2 (abrir|acessar|ver|ler|ouvir|escutar|navegar|visitar|baixar|abro|vejo|visualizar) ..4 (link*|arquivo*|imagem|imagens|foto*|video*|documento*|pagina*|site*|internet|anexo*|audio*|url*|pdf*)',
      'nao ..1 (tenho|possuo) acesso ..1 (a|ao|aos|as) ..3 (internet|link*|arquivo*|site*|imagem*|web|pagina*|url*)',
      'nao ..1 (vejo|recebi|veio|chegou|encontrei) ..1 (nenhum|nenhuma|o|a)? ..1 (arquivo|anexo|imagem|link|foto|documento)',
    ],
    unknowing: [
      'nao ..1 (tenho|possuo|encontrei|ha|disponho de) ..2 (informacao|informacoes|dados|conhecimento|detalhes|registro|resposta|ideia)',
      'nao ..1 (sei|conheco|tenho certeza|saberia|lembro|sabemos|me consta) ..3',
      '(meu|minhas|meus) ..1 (conhecimento|informacoes|dados|treinamento) ..2 (vai|vao|e|so|ate|sao)',
      '(desconheco|nao me e familiar|nao consta) ..2',
    ],
    nothingFound: [
      'nao ..1 (encontrei|achei|ha|tem|existem|restam|sobrou) ..4 (resultados|disponiveis|nada|nenhum|nenhuma|vagas|lugares|opcoes|horario)?',
    ],
    handOver: [
      '(vou|estou|posso|irei)? ..1 (te|lhe|voce)? ..1 (transferir|transferindo|passar|passando|conectar|conectando|encaminhar|encaminhando|direcionar|transfiro|encaminho|passo) ..5 (atendente|pessoa|humano|equipe|especialista|suporte|colega|setor|agente|time)',
      '(entre em contato|contate|fale com|ligue|ligar|escreva|procure|consulte|falar com|contatar|procurar|mande) ..4 (suporte|atendimento|equipe|banco|medico|advogado|profissional|sac|fabricante|especialista|operadora|time|central)',
    ],
    asksBack: [
      '(qual|quais|quando|onde|quantos|quantas|como|quem|quanto|que) ..4 (voce|prefere|quer|gostaria|e|seria|precisa|tem|estilo|genero|tipo|data|sao) ..4',
      '(pode|poderia|consegue|me) ..1 (me)? ..1 (dizer|dar|informar|enviar|confirmar|explicar|mandar|passar|compartilhar|diz|manda|passa|fala|descrever|colar|detalhar) ..3',
      '(preciso|falta|precisaria) ..2 (saber|de|do|da|que|mais)',
      '(me diga|me conta|me conte|informe|diga) ..3',
      '(voce quer|quer que|prefere|gostaria|deseja) ..5',
    ],
    resumes: [
      '(aqui|segue) ..1 (esta|vai|o|a) ..1 (o resto|a continuacao|restante|a parte que faltava|continuacao|o que faltava)',
      '^(continuando|continuacao|retomando)',
    ],
    closing: [
      '(de nada|por nada|disponha|imagina|as ordens|bom proveito|boa sorte|fico feliz|bom dia|que bom|conte comigo|sempre que)',
      '(mais alguma coisa|algo mais|posso ajudar em|como posso ajudar) ..3',
    ],
    regret: ['(infelizmente|lamento|receio|sinto muito|desculpe|desculpa)'],
    fault: [
      '(ocorreu|houve|aconteceu|deu|tive|tivemos|encontrei|esta com) ..1 (um|uma)? ..1 (erro|falha|problema|instabilidade|pane|bug) ..3',
      '(algo) ..1 (deu errado|falhou|quebrou)',
      '(falhou|nao foi concluido|nao foi concluida|caiu|travou|foi interrompido|foi interrompida|nao carregou|nao completou) ..3',
      '(tente|tenta) ..1 (novamente|de novo|mais tarde|outra vez)',
      '(servidor|servidores|sistema|servico) ..2 (fora do ar|nao responde|sobrecarregado|sobrecarregados|indisponivel|caiu|instavel)',
    ],
    announcement: [
      '(vou|estou|ja vou|deixa eu|deixe me|ja estou) ..1 (verificar|verificando|buscar|checar|checando|preparar|preparando|gerar|gerando|olhar|comecar|comecando|ver|consultar|exportar|mixar|renderizar|processando|fazer|trabalhando|procurar) ..3',
      '(um momento|um segundo|um minuto|so um instante|aguarde|espera um|ja volto|em instantes|em breve|daqui a pouco|te aviso|te mando|ja te envio|assim que)',
      '(te|lhe) ..1 (envio|mando|aviso|enviarei|avisarei|retorno|mandarei) ..4',
    ],
    done: [
      '(ja)? ..1 (reservei|cancelei|enviei|criei|adicionei|atualizei|salvei|mudei|removi|exportei|gerei|preparei|marquei|agendei|alterei|troquei|subi|mixei|mandei|tirei|baixei) ..3',
      '(foi|foram|esta|estao|ficou) ..1 (reservado|reservada|cancelado|cancelada|enviado|enviada|confirmado|confirmada|concluido|concluida|salvo|pronto|pronta|feito|agendado|alterado|atualizado|atualizada|reembolsado)',
      '(pronto|feito|pronta|aqui esta|ta na mao|prontinho|segue) ..2',
    ],
    refusal: [
      'nao ..1 (vou|posso|devo|farei|irei|ajudarei|escreverei) ..2 (ajudar|fazer|escrever|criar|participar|fornecer|dar|com isso|te ajudar|copiar|imitar)',
      '(e|seria) ..1 (ilegal|inadequado|perigoso|antietico|ofensivo|prejudicial) ..1',
    ],
  },
}

export const portugueseActs: Lexicon = { user, assistant }
