import type { Lexicon } from '../lexicon.ts'

/** What a turn does, in French. Accents are folded away. */
const user: Lexicon['user'] = {
  notEnglish: true,
  named: {},
  patterns: {
    praise: [
      '(merci|genial|super|parfait|top|excellent|magnifique|nickel|impeccable|j’adore|trop bien|bravo|formidable|canon|au top|ca marche|c’est exactement|exactement ce que) ..1',
      '!(pas|si|serait|mais) ..2 (genial|super|parfait|top|excellent|exactement)',
    ],
    repeat: [
      '(je repete|encore une fois|comme je|je l’ai deja|j’ai deja|je redemande|ma question|je demande|de nouveau|a nouveau|toujours pas repondu|je voulais juste|ce que je demande) ..4',
      '(tu n’as|vous n’avez|t’as) ..1 (pas|toujours pas) ..1 (repondu|compris|fait) ..3',
    ],
    correction: [
      '^(non|nan|attends|mais|en fait|pardon|euh) ..1 (c’est|ce n’est|je|j’ai|pas|il|elle|tu|le|la|vous)',
      '(je voulais|je voulais dire|je parlais|j’ai dit|j’ai demande|j’avais demande|je t’ai demande|je disais|j’avais dit|je parle) ..5',
      '(je n’ai|j’ai) ..1 (pas|jamais) ..1 (demande|dit|parle|voulu) ..3',
      '(tu es|t’es|vous etes) ..1 (sur|sure|certain)',
      '(devrait|doit|devait|faut|fallait) ..1 (etre|avoir|dire|commencer|que) ..3',
      '(corrige|corrigez|verifie|verifiez|recompte|recalcule|refais|relis) ..2',
      '(trop) (long|longue|court|courte|formel|complique|generique|vague|lent|rapide|proche)',
    ],
    callsWrong: [
      '(c’est|c’etait|est|sont|etait|il est) ..1 (faux|fausse|incorrect|incorrecte|inexact|errone|pas ca|pas correct|pas juste|pas vrai|pas exact|pas bon|pas ce que|une erreur|pas la bonne|pas le bon)',
      '(tu|vous|t’) ..1 (te|t’es|es|etes|as|avez|vous)? ..1 (trompe|trompes|trompez|oublie|oublies|melange|confonds|confondu|invente|inventes|mis|change|saute|ignore|repete|compte) ..3',
      '(il y a|y a|je vois|contient) ..2 (une erreur|des erreurs|un probleme|une faute|des fautes)',
      '(pas) ..1 (ce que|comme|celui que|celle que) ..1 (j’ai|je|voulais|demandais)',
    ],
    notWorking: [
      '(ne|n’|ca) ..2 (marche|fonctionne|s’ouvre|ouvre|charge|repond|demarre|lance|joue|telecharge|compile|change|affiche|passe) ..1 (pas|plus|toujours pas|rien)',
      '(marche|fonctionne|charge|s’ouvre) ..1 (pas|plus|toujours pas)',
      '(meme|autre|une|cette|message|nouvelle|encore|toujours|l’) ..1 (erreur|probleme|bug|exception|plantage) ..2',
      '(j’ai) ..1 (essaye|teste|fait|installe|relance|suivi|redemarre|clique) ..5 (mais|et|rien|toujours|ca)',
      '(ca|il|elle|l’appli|la page|le site|tout) ..1 (plante|bug|bugue|beugue|freeze|se ferme|crash|rame|se bloque|reste blanc)',
      '(rien ne) ..2',
      '(impossible de|je n’arrive pas|j’arrive pas|je ne peux pas|je peux pas) ..2 (ouvrir|telecharger|lancer|connecter|acceder|installer|lire|ecouter|entrer|charger)',
      '(toujours|encore) ..1 (pareil|rien|vide|le meme|la meme|casse)',
    ],
    goOn: [
      '^(stp|s’il te plait|ok|oui|vas y|allez)? ..1 (continue|continuez|poursuis|poursuivez|la suite|suite|vas y|termine|terminez|finis|encore|enchaine) ..1 (stp|svp|s’il|te plait|d’ecrire|comme ca|la suite)?$',
      '(continue|continuez|reprends|reprenez|termine|finis|poursuis|complete) ..3 (ou|la suite|le code|ta reponse|la liste|le texte|a partir|l’ecriture|le reste|ta phrase|la ou)',
      '(tu|t’|vous|ca|ta reponse|le texte|le code|la phrase|le message|la reponse) ..2 (arrete|arretes|coupe|coupee|s’arrete|s’est|interrompu|incomplet|incomplete|tronque|tronquee|reste en plan) ..3',
      '(la suite|le reste|la fin|manque la fin|il manque) ..2',
      '!(comment|je veux|dois|vais|faut) ..1 (continuer|poursuivre)',
    ],
    person: [
      '(parler|parle|passer|passez|passe|transferer|transferez|contacter|joindre|avoir|voir|veux|voudrais) ..4 (humain|humaine|personne|conseiller|conseillere|agent|quelqu’un|operateur|responsable|service client|technicien|support|vrai|vraie)',
      '(un humain|une vraie personne|un conseiller|conseiller|un agent|vraie personne|service client) (stp|svp|s’il)?$',
      '(numero|mail|adresse|telephone) ..2 (de|du) ..1 (support|service|contact|joindre)',
    ],
    chat: [
      '(comment ca va|ca va|comment vas tu|quoi de neuf|tu fais quoi|qui es tu|tu es un robot|mdr|lol|haha|hahaha|ptdr|bonne nuit|bonne journee|bonne soiree|a plus|a bientot|au revoir|enchante|ciao)',
      '^(bonjour|salut|coucou|bonsoir|hello|hey|yo|bonne nuit|au revoir)$',
    ],
    displeasure: [
      '(nul|nulle|inutile|frustrant|agacant|enervant|ridicule|pathetique|n’importe quoi|catastrophe|honteux|honte|decevant|decu|decue|marre|ras le bol|insupportable|inadmissible|scandaleux|stupide|debile|idiot|bidon|merde|pourri|lamentable|penible|arnaque|chiant|gonflant|saoule|abuse)',
      '(perte de|perdre|perds|perdu|fait perdre) ..2 (temps|argent)',
      '(combien de fois|encore une fois|toujours la meme|a chaque fois|en rond|trois fois|dix fois|deja dit) ..3',
      '(tu|vous) ..1 (n’|ne)? ..1 (ecoutes|comprends|lis|ecoutez|comprenez|lisez|sers|aides) ..1 (pas|rien|jamais|a rien)',
      '!(chanson|histoire|personnage|paroles|mon patron|mon ex|ma mere|mon copain|ma copine|sur|lettre|traduis|traduire) ..5 (nul|marre|stupide|decu|ridicule|idiot|honte|frustrant)',
    ],
    leaving: [
      '(laisse|laissez|laisse tomber|laissez tomber|oublie|oubliez|tant pis|c’est pas grave|peu importe|j’abandonne|abandonne|je laisse tomber|plus besoin|pas la peine|bref|n’importe) ..3',
      '(je vais|je le|je m’en|je me) ..2 (faire|fais|debrouille|debrouiller|chercher|demander|occupe|occuper|trouver|voir|passer) ..2 (moi|meme|seul|seule|ailleurs|a la main|autre|sur google)',
      '(une autre fois|plus tard|un autre jour|on verra)',
    ],
  },
}

const assistant: Lexicon['assistant'] = {
  notEnglish: true,
  named: {
    cannot:
      'je ne peux pas|je ne peux|je ne suis pas en mesure|je ne suis pas capable|je n’ai pas la possibilite|il m’est impossible|je ne pourrai pas|nous ne pouvons pas|impossible de|il n’est pas possible|on ne peut pas|je n’ai pas le droit|je ne saurais',
  },
  patterns: {
    admission: [
      '(vous avez|tu as|t’as|en effet vous avez) ..2 (raison)',
      '(je me suis|j’ai) ..1 (trompe|trompee|melange|oublie|confondu|mal|fait une erreur|saute|mal compris|mal lu|fait|commis|omis|mal compte) ..3',
      '(c’est|c’etait) ..1 (mon|une|ma) (erreur|faute) ..1',
      '(mon erreur|ma faute|au temps pour moi|autant pour moi|mea culpa|erreur de ma part)',
      '(desole|desolee|pardon|excusez|excuse|excuses|toutes mes excuses|je m’excuse|merci) ..4 (pour|de) ..4 (erreur|confusion|oubli|malentendu|meprise|avoir|l’avoir|signale|correction|precision|cette|signaler|l’oubli|remarque|faute)',
      '(ma|mon) ..1 (reponse|message|version|calcul|explication) ..1 (precedente|precedent) ..3',
      '(voici|voila) ..2 (corrige|corrigee|la version corrigee|la bonne|le bon|la correction|la partie manquante|rectifie)',
      '(je) ..1 (corrige|rectifie|reprends|refais) ..3',
      '(bien vu|bonne remarque|exact)',
    ],
    inability: [
      '{cannot} ..3',
      '(en tant qu’|en tant que|je suis) ..1 (une|un)? ..1 (ia|intelligence|modele|assistant|programme) ..2',
      '(je n’ai|nous n’avons|il n’y a|n’a) ..1 (pas|aucun|aucune) ..2 (acces|capacite|moyen|fonction|option|possibilite|autorisation|outil) ..2',
      '!(si|vous|tu) ..1 (ne)? ..1 (peux|pouvez) ..1 pas',
    ],
    notPossible: [
      '(n’est|ne sont|n’existe|pas encore|n’est pas encore) ..1 (pas)? ..1 (disponible|possible|prise en charge|pris en charge|supporte|inclus|compatible|prevu) ..2',
    ],
    disclaims: [
      '(je n’ai|je ne) ..2 (pas|d’opinion|aucun) ..2 (sentiments|emotions|preferences|opinions|opinion|corps|gouts)',
      '(je ne suis) (pas) ..1 (medecin|avocat|un|une)',
    ],
    unclear: [
      '(je ne) ..1 (comprends|suis|vois) ..1 pas ..3 (ce que|sur|votre|ta|quoi|certain)',
      '(preciser|reformuler|clarifier|plus de contexte|plus de details|plus precis)',
    ],
    evenSo: [
      '(mais|cependant|toutefois|en revanche|neanmoins) ..1 (je peux|voici|je pourrais|en general|il existe|vous pouvez|tu peux)',
    ],
    cannotOpen: [
      '({cannot}|ne) ..2 (ouvrir|acceder|voir|lire|ecouter|consulter|visiter|telecharger|naviguer|vois|ouvre|visionner) ..4 (lien*|fichier*|image*|photo*|video*|document*|page*|site*|internet|web|piece*|url*|audio|pdf)',
      '(pas|aucun) acces a ..2 (internet|lien*|fichier*|web|site*|image*|url*)',
      '(ne vois|n’ai recu|n’ai pas recu) ..2 (fichier|image|piece jointe|lien|document|aucun|aucune)',
    ],
    unknowing: [
      '(je n’ai|je ne dispose|il n’y a|nous n’avons) ..2 (pas|aucune|d’aucune) ..2 (information*|donnee*|connaissance*|detail*|trace|idee|reponse)',
      '(je ne) ..1 (sais|connais|trouve|peux confirmer) ..1 pas ..3',
      '(je ne) suis pas (au courant|certain|certaine|sur|sure|familier|familiere) ..3',
      '(mes|ma) ..1 (connaissances|donnees|informations|base) ..2 (s’arretent|datent|limite*|vont|jusqu)',
      '(j’ignore|aucune idee|pas au courant|ne me dit rien) ..2',
    ],
    nothingFound: [
      '(je n’ai|je ne|il n’y a|aucun|aucune|plus) ..2 (trouve|resultat|resultats|disponible|place|correspond|aucun|rien trouve|reste) ..3',
    ],
    handOver: [
      '(je|nous) ..1 (vous|te|t’) ..1 (transfere|passe|mets en relation|mets|oriente|redirige|dirige|connecte|vais) ..4 (conseiller|agent|collegue|equipe|personne|humain|support|specialiste|service|relation)?',
      '(contactez|contacte|contacter|appelez|appelle|ecrivez|ecris|adressez|consultez|consulte|consulter|rapprochez|tournez) ..4 (support|service|equipe|banque|medecin|avocat|professionnel|conseiller|fabricant|assistance|agence|client)',
    ],
    asksBack: [
      '(quel|quelle|quels|quelles|combien|quand|ou|qui|comment|lequel|laquelle) ..4 (voulez|veux|preferez|preferes|souhaitez|souhaites|est|sont|faut|as|avez|style|genre|date|type|aimerais) ..3',
      '(pouvez|pourriez|peux|pourrais) ..1 (vous|tu) ..2 (me|m’)? ..1 (dire|donner|preciser|indiquer|envoyer|confirmer|decrire|coller|expliquer|partager) ..2',
      '(j’ai besoin|il me faut|il me manque) ..3',
      '(dites|dis|precisez|precise|indiquez|indique|envoyez|envoie|donnez|donne) ..1 (moi) ..3',
      '(voulez|veux|souhaitez|souhaites|preferes|preferez|est ce que) ..5',
    ],
    resumes: [
      '(voici|voila) ..1 (la suite|le reste|la fin|la partie|la deuxieme partie)',
      '^(je reprends|je continue|suite|reprenons|la suite)',
    ],
    closing: [
      '(de rien|avec plaisir|je vous en prie|je t’en prie|bonne journee|bonne continuation|n’hesitez pas|n’hesite pas|ravi|ravie|au plaisir|bon courage|pas de quoi)',
      '(autre chose|puis je vous aider|comment puis je|en quoi puis je) ..3',
    ],
    regret: ['(malheureusement|je crains|je regrette|helas|desole|desolee)'],
    fault: [
      '(une|l’|cette) ..1 (erreur|panne|defaillance|probleme) ..2 (est survenue|s’est produite|est survenu|a eu lieu|technique|interne|serveur|s’est)',
      '(il y a eu|j’ai eu|j’ai rencontre|nous avons|rencontrons|il y a) ..1 (une|un|des) ..1 (erreur|panne|bug|probleme|problemes|incident) ..3',
      '(a echoue|echoue|ont echoue|echec|a plante|n’a pas abouti|s’est interrompu|s’est arrete) ..3',
      '(reessayez|reessaie|reessayer|essayez) ..2 (plus tard|dans|ulterieurement|nouveau)?',
      '(serveur|serveurs|service|systeme) ..2 (ne repond|indisponible|surcharge|surcharges|en panne|hors ligne|sature)',
    ],
    announcement: [
      '(je vais|je|laissez moi|laisse moi|on va|nous allons) ..1 (verifier|chercher|regarder|preparer|lancer|commencer|verifie|cherche|regarde|prepare|lance|m’en occupe|m’y mets|commence|traiter|generer|exporter|mixer) ..3',
      '(un instant|une seconde|une minute|un moment|patientez|patiente|tout de suite|je reviens|d’ici|dans quelques|bientot)',
      '(je vous|je te|je t’) ..1 (l’)? ..1 (envoie|enverrai|previens|previendrai|tiens au courant|tiendrai|ferai|recontacte|recontacterai|prepare) ..3',
    ],
    done: [
      '(j’ai|nous avons|a ete|est|sont|ont ete) ..2 (reserve|reservee|annule|annulee|envoye|envoyee|cree|ajoute|mis a jour|enregistre|confirme|confirmee|modifie|supprime|exporte|genere|rembourse|prepare|planifie|baisse|remplace) ..2',
      '(c’est|voila c’est) ..1 (fait|pret|prete|bon|confirme|en ligne|termine)',
      '(voici|voila) ..3',
    ],
    refusal: [
      '(je ne) ..1 (vais|ferai|donnerai|participerai|ecrirai|peux|souhaite) ..1 pas ..2 (aider|ecrire|fournir|creer|participer|donner|faire|repondre|vous aider|t’aider|divulguer)',
      '(je refuse|je prefere ne pas|contraire a|illegal|inapproprie|dangereux|pas ethique) ..2',
    ],
  },
}

export const frenchActs: Lexicon = { user, assistant }
