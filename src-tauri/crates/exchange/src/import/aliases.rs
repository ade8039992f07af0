//! The names of columns: the app's own first in each row, then those that spreadsheets, chart tools and staff systems
//! use in English, German, French, Spanish and Japanese. Squeezed: without case, marks, spaces and punctuation.

use super::columns::Field;

/// For each field its names, those that count most first.
pub(super) type Names = &'static [(Field, &'static str)];

/// The ends of a dependency.
pub(super) const ENDS: Names = &[
    (
        Field::Provider,
        "provider supplier providedby deliveredby upstream anbieter lieferant liefert fournisseur \
        proveedor",
    ),
    (
        Field::Receiver,
        "receiver consumer recipient downstream teamthatneeds empfanger abnehmer destinataire \
        receptor",
    ),
    (Field::From, "from source fromelement fromid sourceid sender start von quelle origine origen de desde"),
    (Field::To, "to target toelement toid targetid end nach ziel vers cible destination destino hacia"),
    (
        Field::DependsOn,
        "dependson needs reliesupon relieson dependencies dependency blockedby depends hangtabvon \
        braucht benotigt dependde abesoinde necesita dependede",
    ),
    (
        Field::HandsTo,
        "handsoverto handsto providesto deliversto supports serves blocks liefertan fournita \
        entregaa",
    ),
];

/// What else a dependency has.
pub(super) const DEPENDENCY: Names = &[
    (Field::What, "what label type kind handover deliverable connectiontype linktype was quoi que typ art"),
    (Field::Strength, "strength weight intensity frequencyperweek starke gewicht force poids fuerza peso"),
    (Field::Health, "health receiverhealth status impact severity zustand etat estado"),
    (Field::ProviderHealth, "providerhealth"),
    (Field::Cadence, "cadence frequency howoften rhythm rhythmus haufigkeit frequence frecuencia"),
    (Field::Channel, "channel way via tool kanal canal"),
    (Field::Wait, "wait waitdays waitindays leadtime waitingtime wartezeit delai attente espera"),
    (Field::Expectation, "expectation expects erwartung attendu expectativa"),
    (Field::Agreed, "agreed agreedquality agreement sla vereinbart accord acordado"),
    (Field::Review, "review reviewdate nextreview uberprufung revue revision"),
    (
        Field::Note,
        "note notes comment comments description notiz kommentar bemerkung beschreibung \
        commentaire nota comentario descripcion",
    ),
    (Field::Direction, "direction directed edgetype richtung"),
];

/// What a team has.
pub(super) const TEAM: Names = &[
    (Field::Id, "id key elementid teamid nodeid identifier uniqueid uniqueidentifier"),
    (
        Field::Name,
        "name team teamname label element node nodelabel unit unitname orgunit functionname \
        displayname titlelabel organizationname gruppe equipe equipo nom nombre",
    ),
    (
        Field::Function,
        "function department departmentname dept businessfunction subfunction division area \
        abteilung bereich funktion fonction departement direction service departamento funcion \
        businessunit bu 部署",
    ),
    (Field::Kind, "kind type elementtype nodetype teamtype category typ art"),
    (
        Field::Lead,
        "lead teamlead leader owner head responsible leitung leiter teamleiter responsable lider \
        chef",
    ),
    (
        Field::People,
        "people headcount fte ftes members size teamsize mitarbeiterzahl kopfe personen effectif \
        effectifs personas plantilla",
    ),
    (Field::Load, "load utilisation utilization capacityused workload auslastung charge carga"),
    (
        Field::Region,
        "region location office officelocation site city worklocation country standort lieu \
        bureau ubicacion oficina",
    ),
    (
        Field::Note,
        "note notes description comment comments notiz bemerkung beschreibung kommentar \
        commentaire nota comentario descripcion",
    ),
    (Field::X, "x posx xposition positionx"),
    (Field::Y, "y posy yposition positiony"),
];

/// What a person has, in the lists of staff systems and chart tools.
pub(super) const PERSON: Names = &[
    (
        Field::Id,
        "employeeid personid employeenumber employeeno employee empid staffid workerid userid \
        positionid personnelnumber uniqueid uniqueidentifier identifier id mitarbeiterid \
        personalnummer matricule 社員番号",
    ),
    (
        Field::Name,
        "name fullname employeename displayname preferredfullname legalname worker label \
        mitarbeiter nomcomplet nombrecompleto 氏名",
    ),
    (
        Field::FirstName,
        "firstname givenname forename legalfirstname preferredfirstname preferredname prefname \
        knownas nickname vorname prenom nombre",
    ),
    (Field::LastName, "lastname familyname surname legallastname nachname nom apellido apellidos"),
    (
        Field::Title,
        "title jobtitle businesstitle position positiontitle positionname jobprofile role \
        roletitle titel stelle poste puesto cargo 役職",
    ),
    (Field::Email, "email workemail businessemail primaryworkemail emailaddress mail"),
    (
        Field::Manager,
        "managerid supervisorid supervisoreid bossid reportstoid parentid manageremployeeid \
        manageremployeenumber managersemployeeid vorgesetztenid supervisoremail \
        supervisoremailaddress manageremail manageremailaddress managersemail bossemail \
        reportstoemail reportsto reportingto manager managername supervisor supervisorname boss \
        directmanager linemanager workersmanager vorgesetzter vorgesetzte fuhrungskraft \
        superieur responsable jefe gerente 上司",
    ),
    (
        Field::Function,
        "department departmentname dept function businessfunction division businessunit bu \
        supervisoryorganization organization organisation costcenter costcentre \
        costcenterhierarchy company abteilung bereich departement service departamento 部署",
    ),
    (Field::Subfunction, "team teams subdepartment subfunction squad group tribe"),
    (Field::Region, "location officelocation office worklocation site city standort"),
    (
        Field::Ignored,
        "isassistant assistant photo photourl image imageurl picture pictureurl avatar workphone \
        telephone phone mobile startdate hiredate birthdate altreportsto dottedids dottedline \
        dottedlinemanager matrixmanager secondarymanager tags",
    ),
];

/// What a function has.
pub(super) const FUNCTION: Names = &[(Field::Function, "function"), (Field::LiesIn, "liesin")];
