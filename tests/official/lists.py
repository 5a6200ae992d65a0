"""Small sanctions lists in the official shapes. Every name in them is invented."""

OFAC = """<?xml version="1.0" standalone="yes"?>
<sdnList xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
         xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML">
  <publshInformation><Publish_Date>11/20/2026</Publish_Date><Record_Count>4</Record_Count></publshInformation>
  <sdnEntry>
    <uid>101</uid><firstName>Oleg Petrovich</firstName><lastName>ZARUBSKY</lastName><title>Director</title>
    <sdnType>Individual</sdnType>
    <programList><program>RUSSIA-EO14024</program><program>CYBER2</program></programList>
    <akaList>
      <aka><uid>1</uid><type>a.k.a.</type><category>strong</category><lastName>ZARUBSKIY</lastName><firstName>Oleg</firstName></aka>
      <aka><uid>2</uid><type>a.k.a.</type><category>weak</category><lastName>"THE MILLER"</lastName></aka>
    </akaList>
    <addressList><address><uid>3</uid><city>Minsk</city><country>Belarus</country></address></addressList>
    <nationalityList><nationality><uid>4</uid><country>Russia</country><mainEntry>true</mainEntry></nationality></nationalityList>
    <dateOfBirthList>
      <dateOfBirthItem><uid>5</uid><dateOfBirth>07 Oct 1961</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem>
      <dateOfBirthItem><uid>6</uid><dateOfBirth>circa 1962</dateOfBirth><mainEntry>false</mainEntry></dateOfBirthItem>
    </dateOfBirthList>
    <remarks>(Linked To: NORDKRAFT HOLDING)</remarks>
  </sdnEntry>
  <sdnEntry>
    <uid>102</uid><lastName>NORDKRAFT HOLDING LLC</lastName><sdnType>Entity</sdnType>
    <programList><program>RUSSIA-EO14024</program></programList>
    <addressList><address><uid>7</uid><country>Korea, North</country></address>
      <address><uid>8</uid><country>Region: Farlandia</country></address></addressList>
  </sdnEntry>
  <sdnEntry>
    <uid>103</uid><lastName>OCEAN LANTERN</lastName><sdnType>Vessel</sdnType>
    <programList><program>IRAN</program></programList>
    <vesselInfo><vesselType>Crude Oil Tanker</vesselType><vesselFlag>Panama</vesselFlag></vesselInfo>
  </sdnEntry>
  <sdnEntry><uid>104</uid><sdnType>Entity</sdnType></sdnEntry>
</sdnList>
"""

UN = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" dateGenerated="2026-11-20T23:00:03.428Z">
<INDIVIDUALS>
 <INDIVIDUAL>
  <DATAID>6900001</DATAID><VERSIONNUM>1</VERSIONNUM>
  <FIRST_NAME>YUSUF</FIRST_NAME><SECOND_NAME>ABDUL-KARIM</SECOND_NAME><THIRD_NAME>AL-TAHIR</THIRD_NAME><FOURTH_NAME/>
  <UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>QDi.901</REFERENCE_NUMBER><LISTED_ON>2016-11-30</LISTED_ON>
  <NAME_ORIGINAL_SCRIPT>يوسف عبد الكريم الطاهر</NAME_ORIGINAL_SCRIPT>
  <COMMENTS1>Invented for a test.</COMMENTS1>
  <NATIONALITY><VALUE>Syrian Arab Republic</VALUE></NATIONALITY>
  <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Youssef Abdelkarim Taher</ALIAS_NAME></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Abu Tahir</ALIAS_NAME></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ADDRESS><COUNTRY>Iraq</COUNTRY></INDIVIDUAL_ADDRESS>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1973</FROM_YEAR><TO_YEAR>1974</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1974-03-12</DATE></INDIVIDUAL_DATE_OF_BIRTH>
 </INDIVIDUAL>
 <INDIVIDUAL><DATAID>6900002</DATAID><REFERENCE_NUMBER>QDi.902</REFERENCE_NUMBER></INDIVIDUAL>
</INDIVIDUALS>
<ENTITIES>
 <ENTITY>
  <DATAID>110001</DATAID><FIRST_NAME>GREEN CRESCENT TRADING</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>
  <REFERENCE_NUMBER>KPe.901</REFERENCE_NUMBER>
  <ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>Crescent Trading Co; GCT</ALIAS_NAME></ENTITY_ALIAS>
  <ENTITY_ADDRESS><COUNTRY>Democratic People's Republic of Korea</COUNTRY></ENTITY_ADDRESS>
 </ENTITY>
</ENTITIES>
</CONSOLIDATED_LIST>
"""

EU = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-11-20T16:47:04.449+02:00" globalFileId="184961">
  <sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="EU.901.1" logicalId="13">
    <remark>Invented for a test.</remark>
    <regulation regulationType="amendment" organisationType="commission" publicationDate="2024-01-17"
      entryIntoForceDate="2024-01-18" numberTitle="2024/372 (OJ L18012024)" programme="BLR" logicalId="348">
      <publicationUrl>https://eur-lex.europa.eu/</publicationUrl></regulation>
    <regulation numberTitle="2024/999 (OJ L1)" programme="BLR" logicalId="349"/>
    <subjectType code="person" classificationCode="P"/>
    <nameAlias firstName="Aliaksandr" middleName="" lastName="Hrabovik" wholeName="Aliaksandr Hrabovik" function=""
      gender="M" title="" nameLanguage="" strong="true" regulationLanguage="en" logicalId="17">
      <regulationSummary regulationType="regulation"/></nameAlias>
    <nameAlias firstName="" middleName="" lastName="" wholeName="Александр Грабовик" nameLanguage="RU"
      strong="true" logicalId="18"/>
    <nameAlias wholeName="Sasha" strong="false" logicalId="19"/>
    <citizenship region="" countryIso2Code="BY" countryDescription="BELARUS" regulationLanguage="en" logicalId="20"/>
    <address city="Minsk" countryIso2Code="00" countryDescription="UNKNOWN" logicalId="21"/>
    <birthdate circa="false" calendarType="GREGORIAN" birthdate="1966-05-21" dayOfMonth="21" monthOfYear="5"
      year="1966" logicalId="22"/>
    <birthdate circa="false" calendarType="GREGORIAN" year="1967" logicalId="23"/>
  </sanctionEntity>
  <sanctionEntity euReferenceNumber="EU.902.2" logicalId="14">
    <regulation programme="TERR" numberTitle="2001/2580" logicalId="350"/>
    <subjectType code="enterprise" classificationCode="E"/>
    <nameAlias firstName="" lastName="" wholeName="Zapadny Kombinat OOO" strong="true" logicalId="24"/>
    <address countryIso2Code="RU" logicalId="25"/>
  </sanctionEntity>
  <sanctionEntity euReferenceNumber="EU.903.3" logicalId="15"><subjectType code="person"/>
    <nameAlias strong="true"/></sanctionEntity>
</export>
"""
