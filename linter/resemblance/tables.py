"""What one has to know of names: common ones, short forms, particles, words that are no person's name.

Everything is written in plain Latin letters, as `letters.roman` gives it.
"""

_COMMON = """
    nguyen tran le pham hoang huynh phan vu vo dang bui kim gim lee park bag choi choe jung jeong kang cho
    jo wang li zhang liu chen yang huang zhao wu zhou xu singh kaur kumar devi khan garcia rodriguez
    gonzalez fernandez lopez martinez sanchez perez silva santos hansen jensen nielsen andersen pedersen
    johansen andersson johansson karlsson mohammed mohamed mohammad muhammad mhmd ahmed ahmad ahmd محمد
    احمد
"""
COMMON = frozenset(_COMMON.split())
"""Names that about one person in fifty of some country bears: to share one tells nothing."""

_FREQUENT = """
    smith johnson williams brown jones miller davis wilson taylor muller mueller schmidt schneider fischer
    weber meyer rossi russo ferrari bianchi martin bernard dubois novak nowak kowalski ivanov ivanova
    petrov petrova smirnov nagy kovacs toth szabo horvath papadopoulos yilmaz kaya demir sato suzuki
    takahashi tanaka sharma patel gupta oliveira souza pereira costa virtanen korhonen larsson nilsson
    eriksson olsen larsen sorensen rasmussen devries dejong jansen peeters janssens
"""
FREQUENT = COMMON | frozenset(_FREQUENT.split())
"""Family names that many colleagues share: two people who have one need not be related."""

_IBERIAN = """
    garcia gonzalez rodriguez fernandez lopez martinez sanchez perez gomez martin jimenez ruiz hernandez
    diaz moreno alvarez munoz romero alonso gutierrez navarro torres dominguez vazquez ramos gil ramirez
    serrano blanco molina morales suarez ortega delgado castro ortiz rubio marin sanz iglesias nunez
    medina garrido cortes castillo lozano guerrero cano prieto mendez cruz gallego vidal herrera flores
    silva souza oliveira pereira costa rodrigues almeida nascimento lima araujo fernandes carvalho gomes
    martins rocha ribeiro alves monteiro barbosa santos reyes
"""
IBERIAN = frozenset(_IBERIAN.split())
"""Family names of Spanish and Portuguese, of which a person has two and often writes one."""

_FAMILY_FIRST = """
    nagy kovacs toth szabo horvath varga kiss molnar nemeth farkas balogh papp takacs juhasz lakatos
    fekete racz tanaka suzuki sato takahashi watanabe ito yamamoto nakamura kobayashi kato han seo shin
    kwon hwang ahn song yoo hong feng lin ma guo he gao luo zheng liang xie
"""
FAMILY_FIRST = COMMON | frozenset(_FAMILY_FIRST.split())
"""Family names that stand first where people write them so."""

_FILLERS = """
    von van vom vanden der den de del della di da dos das du la el al bin ibn bint abu ter ten zu zur und
    and y e thi mr mrs ms miss dr prof ing mag jr sr ii iii phd mba bsc msc admin user test temp ext
    external extern
"""
FILLERS = frozenset(_FILLERS.split())
"""Particles, titles and labels. To share one tells nothing, and to lack one does not set people apart."""

_ROLES = """
    info hello contact office reception receptionist front desk frontdesk sales sale support helpdesk help
    service services servicedesk team billing accounts accounting accountant payable receivable finance
    payroll hr human resources jobs careers recruiting marketing press media legal compliance privacy
    security abuse postmaster webmaster hostmaster noreply reply orders order shop store purchasing
    procurement logistics shipping warehouse it ops operations devops facilities administration
    administrator secretary secretariat management director board customer care success mailbox shared
    general enquiries inquiries bookings booking events training room kontakt buero empfang vertrieb
    verkauf einkauf buchhaltung personal sekretariat zentrale rechnung verwaltung accueil ventes
    comptabilite achats direction secretariado ventas contabilidad compras recepcion administracion vendas
    contabilidade vendite amministrazione acquisti segreteria verkoop administratie inkoop receptie
    forsaljning ekonomi salg okonomi biuro sprzedaz ksiegowosc kontor kundeservice prodaja obchod uctarna
    invoices invoice rechnungen studio clinic kitchen archive library lab
"""
ROLES = frozenset(_ROLES.split())
"""Words of which the names and addresses of shared mailboxes and posts are made."""

_PLACEHOLDERS = """
    new user unknown tbd tba name test temp temporary placeholder vacant nn na none seat license licence
    account default sample dummy xxx employee staff person guest trainee intern neu neuer benutzer nouvel
    utilisateur usuario nuevo first last
"""
PLACEHOLDERS = frozenset(_PLACEHOLDERS.split())
"""Words that stand where nobody's name is known yet."""

_FORMS = """
    william bill will billy willy willi liam wilhelm guillermo wim
    robert bob rob bobby robbie bert roberto
    richard dick rick richie rich ricardo
    elizabeth liz lisa beth betty eliza libby lizzie elisabeth elise elsbeth sissi bettina isabel elisabetta
    margaret peggy maggie meg greta margarete margit madge marge
    malgorzata gosia
    katherine kate kathy cathy catherine katie kitty kathrin katharina katrin kathleen caterina catalina
    ekaterina katya katia yekaterina
    edward ted ned ed eddie eduard eduardo
    anthony tony antonio anton toni antoni antoine
    theodore ted theo teddy theodor
    john jack johnny jon
    james jim jimmy jamie
    joseph joe joey josef jose sepp yosef yusuf josip
    jose pepe chepe
    giuseppe beppe peppe pino
    francisco paco pancho fran curro francesco franco franz frans
    francis frank frankie
    guadalupe lupe lupita
    ignacio nacho
    enrique quique kike henry harry heinrich henri hank heinz hal
    manuel manolo manu manel
    rosario charo
    concepcion concha conchita
    dolores lola lolita
    jesus chucho
    johannes hans johann hannes jens
    magdalena leni lena magda magdalene
    maximilian max maxi
    sebastian basti seb bastian sebastien
    benjamin ben benny benji
    alexander alex alexandr aleksandr oleksandr aleksander sasha sascha xander alejandro alec sandor
    alexandra alex sandra sasha alexa aleksandra oleksandra
    dmitry dima mitya dmytro
    vladimir vova volodya volodymyr
    mikhail misha mykhailo
    michael mike mick micky mikael michal
    nikolai kolya mykola nikolay
    nicholas nick nico nikolaus klaus niklas nicolas
    ivan vanya
    sergei seryozha serhiy
    tatiana tanya tanja
    natalia natasha nataliya natalie
    anastasia nastya nastia
    maria masha marusya mary mia
    kirill kyrylo cyril
    georgios giorgos yorgos george jorge georg juergen jurgen
    konstantinos kostas costas dinos konstantin kostya
    dimitrios dimitris mitsos
    ioannis yannis giannis
    laszlo laci
    istvan pista pisti
    jozsef joci
    erzsebet erzsi
    katalin kati
    thomas tom tommy tomas
    samuel sam sammy
    samantha sam
    samira sam
    christopher chris kit topher christoph
    christine chris chrissy tina christina kristina
    christian chris
    daniel dan danny
    david dave davy dawid
    stephen steve steven stefan steffen stephan
    matthew matt mat matthias mathias matteo
    andrew andy drew andreas andres andrzej
    gregory greg grzegorz
    timothy tim timmy
    jeffrey jeff geoffrey geoff
    gerald gerry jerry
    lawrence larry laurence lars lorenz
    leonard leo len lenny leonardo leonhard
    patrick pat paddy padraig
    patricia pat patty tricia trish
    peter pete pedro piotr pyotr petr pieter piet
    philip phil philipp felipe
    raymond ray
    ronald ron ronnie
    russell russ
    susan sue suzy susanne susanna susie
    theresa terry tess teresa tessa
    victoria vicky tori vika viktoria
    victor vic viktor
    virginia ginny
    barbara barb babs basia bara
    deborah debbie deb debra
    dorothy dot dottie
    eleanor nell ellie nora leonora
    frederick fred freddie fritz friedrich frederic
    gabriele gabi gabriella
    helen nell helena elena lena alena olena yelena
    jacqueline jackie
    jennifer jen jenny
    jessica jess jessie
    judith judy
    kenneth ken kenny
    kimberly kim
    martha marty patty
    melissa mel missy
    nathaniel nathan nate nat
    pamela pam
    rebecca becky becca
    sarah sally sadie
    stephanie steph steffi stefanie
    walter walt wally
    zachary zach zak
    ulrich uli ulli
    ursula uschi ulla
    wolfgang wolf wolfi
    guenther guenter gunther gunter
    joachim jochen achim
    agnieszka aga
    katarzyna kasia
    joanna asia joasia
    krzysztof krzysiek
    stanislaw staszek
    mohammed mohamed mohammad muhammad mehmet mohamad mhmd
    ahmed ahmad ahmet ahmd
    hussein husain hussain husayn huseyin
    hassan hasan
    khaled khalid
    nasser nasir naser
    omar umar omer
    fatima fatma fatimah fatema
    zahra zohra zehra
    aisha ayesha ayse aicha
    abdullah abdallah abdulla
    ibrahim abraham abe ebrahim
    chaim haim hayim
    moshe moses moshe
    yaakov jacob jakob jacques yakov
    iyer aiyar ayyar
    krishna krish
    lakshmi laxmi
    xiaoming ming
    ludwig luis louis lewis luigi ludovic
    carl karl carlos carlo charles charlie chuck
    """
FORMS: tuple[frozenset[str], ...] = tuple(
    frozenset(line.split()) for line in _FORMS.splitlines() if line.strip()
)
"""The forms of one given name (and of a few family names): short, familiar, and of other languages."""

FORMS_OF: dict[str, frozenset[int]] = {}
"""For each form the groups of `FORMS` in which it is."""
for _number, _forms in enumerate(FORMS):
    for _form in _forms:
        FORMS_OF[_form] = FORMS_OF.get(_form, frozenset()) | {_number}

_GIVEN = """
    anna anne anja anke anita anika annika hanna hannah hanne johanna ann ana jan jana jane janina jean
    joan joanna jonas jonah marc marco marcos marcus markus mark marta martha martin martina marvin maria
    mario marie marin marina marion carla karla karol carol carola paul paula paulo pauline pablo daniela
    danielle julia julian juliana julie julien juliane kristian kristin christa simon simone simona erik
    erika eric eva ewa evan luca lucas lukas lucia lucie luke andrea andre adriana adrian gabriel gabriela
    michaela michelle rafael rafaela roberta franziska petra petar stefania claudia claudio laura lauren
    loren olga oleg ivana iva ines agnes karen karin kerstin kirsten nina nino nadia nadja tina dina rosa
    rose ron tara tamara sara silvia silvio sonja sonia tania valeria valerio emil emilia emily emilio
    emma ella ellen elia elias elisa louise louisa henrik henrike hendrik ingrid inga ingo lara larissa
    lea leah lee levi liv livia maja maya mai mei milan milena mila noah noa noor oscar oskar otto rene
    renee renate sven svenja tim timo tobias thea vera verena viola yan yana yuri yves zoe aaron aron alan
    alain allen albert alberta alfred alfredo arne arno arnold bernd bernard bertha boris bruno dennis
    denise diana diane dirk dominic dominik dominique eugen eugenia felix felicia florian florence harald
    harold heidi heike helga helge hugo jasmin jasmine kai kaia klara clara leonie malte malin mohan mona
    monica monika nils neil olaf oliver olivia ralf ralph rolf rudolf ruth rita samir sami salma salman
    selim selma sina tom tomas vincent yasmin karim karima kamal kamil kamila nabil nabila jamal jamila
    amir amira amin amina ali alia salem salim rashid rashida ramesh rajesh rakesh suresh naresh mahesh mukesh
    dinesh ganesh umesh sunil anil sumit amit ajit ajay vijay sanjay manoj vinod pramod arun varun tarun karan
    kiran nisha disha sunita kavita savita lalita ravi rahul rohit mohit lalit
"""
GIVEN = frozenset(FORMS_OF) | frozenset(_GIVEN.split())
"""Given names that stand for themselves: two of them are two names, however few letters set them apart."""
