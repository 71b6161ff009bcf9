/** What the provisioning of Microsoft Entra ID is told, read and said in the words of this program: its schemas, and the language of its expressions. */
package io.caravan.operations.entra;
