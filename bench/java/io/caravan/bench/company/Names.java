package io.caravan.bench.company;

/** Words that people, departments and titles are made of. Accents are such that can be taken off; none needs quoting in CSV. */
final class Names {

    static final String[] GIVEN = words("""
            Anna Ben Chloé Dávid Elif Fatima Giulia Hiroshi Inês Jan Katarína Liam Maria Noah Olivia Pavel Quentin Rosa Sören Tomás
            Ulla Viktor Wei Ximena Yusuf Zoë Ada Björn Carmen Dmitri Élodie François Grace Hannah Ibrahim Jürgen Kofi Léa Mónica Nadia
            Oscar Priya Rashid Sofía Thérèse Uwe Verónica William Xavier Yuki Zuzana Aaron Beatriz Camille Daniel Emre Freya Gustavo
            Helga Ivana José Karl Lucía Mehmet Naomi Ola Petra Ravi Sanna Theo Urszula Vera Wanda Yvonne Agnès Bruno Celeste Diego
            Esther Felix Gül Hugo Ingrid Joaquín Kenji Lars Marek Niamh Omar Pilar Rui Stella Tatiana Valentín Zhen Amara Boris
            """);
    static final String[] FAMILY = words("""
            Smith García Müller Nguyen Rossi Kim Silva Dubois Novák Andersson Kowalski Popescu Yilmaz Haddad Okafor Tanaka Ivanov Jensen
            Fernández Martínez Bernard Schneider Weber Hoffmann Murphy O'Brien Walsh Costa Pereira Santos López González Rodríguez Sánchez
            Petit Durand Moreau Laurent Lefèvre Bianchi Ferrari Esposito Romano Ricci Horváth Szabó Tóth Varga Nagy Kovács Dvořák Svoboda
            Černý Procházka Wiśniewski Zieliński Lewandowski Ionescu Dimitrov Petrov Sokolov Volkov Nakamura Suzuki Watanabe Yamamoto
            Chen Wang Zhang Huang Patel Sharma Singh Gupta Khan Ahmed Hussein Mensah Diallo Traoré Mbeki Dlamini Johnson Williams Brown
            Jones Miller Davis Wilson Taylor Clark Hall Young King Wright Green Baker Adams Nelson Carter Mitchell Roberts Turner Phillips
            """);
    static final String[] STEM = words("""
            Lind Berg Holm Sand Stein Wald Feld Brunn Eich Rosen Gold Silber Grün Nord Söder Öster Väster Ström Dahl Björk Ek Ask Alm Lund
            Haw Ash Oak Thorn Brad Stan Winter Sommer Hart Wolf Falken Adler Linden Kirch Mühl Neu Alt Hoch Nieder Ober Unter Klein
            Kall Fors Sjö Åker Hög Ny Blom Rosen Wester Ham Kings Ash Brook Mar
            """);
    static final String[] ENDING = words("""
            berg ström qvist man gren dahl holm feld stein mann bach hof ner thal wood ford ton ley worth well field by son sen ås lund
            """);
    static final String[] PARTICLE = {"De La ", "Van ", "Von ", "Di ", "Le "};
    static final String[] FIELD = words("Sales Development Production Finance Marketing Research Quality Logistics Legal Service Purchasing Security");
    static final String[] PLACE = words("Berlin Madrid Lyon Turin Prague Oslo Dublin Lagos Osaka Austin Lima Pune Gdańsk Malmö Zürich Győr");
    static final String[] RANK = {"", "", "Senior ", "Junior ", "Principal ", "Assistant "};
    static final String[] TITLE = {"Engineer", "Analyst", "Clerk", "Consultant", "Technician", "Accountant", "Buyer", "Designer", "Researcher", "Driver"};

    private Names() {
    }

    private static String[] words(String text) {
        return text.strip().split("\\s+");
    }
}
